using System.Reflection;
using System.Reflection.Emit;
using System.Text.Json;
using Dino.Pipeline.Code;

namespace Dino.Repro.Tests.Runs;

/// <summary>A program of the libraries that ours consists of, with the same references, whose files are made up: managed ones
/// of one method, native ones of a line of text.</summary>
internal sealed class FabricatedProgram : IDisposable
{
    /// <summary>Of a system that the tests may not run on.</summary>
    public const string NativeFolder = "runtimes/linux-x64/native";

    private readonly string _root = Directory.CreateTempSubdirectory("dino-code-").FullName;

    public FabricatedProgram()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Dino.Repro.Tests.deps.json"), Dependencies);
        using var json = JsonDocument.Parse(File.ReadAllBytes(Dependencies));
        foreach (var library in json.RootElement.GetProperty("targets").EnumerateObject().First().Value.EnumerateObject())
        {
            string[] kinds = ["runtime", "native", "runtimeTargets"];
            foreach (var kind in kinds.Where(kind => library.Value.TryGetProperty(kind, out _)))
            {
                foreach (var file in library.Value.GetProperty(kind).EnumerateObject())
                {
                    var path = Path.Combine(_root, kind == "runtimeTargets" ? file.Name : Path.GetFileName(file.Name));
                    Files[Path.GetFileName(path)] = path;
                    Write(path, "1");
                }
            }
        }
    }

    public string Dependencies => Path.Combine(_root, "dino.deps.json");

    public string Store => Path.Combine(_root, "code.json");

    /// <summary>Paths by file name; of native files, those of some system.</summary>
    private Dictionary<string, string> Files { get; } = [];

    public CodeInventory Inventory(string runtime = "10.0.0")
        => new(Dependencies, [NativeFolder], runtime, new RememberedHashes(Store, TimeProvider.System));

    /// <summary>Gives a file of the program other code.</summary>
    /// <param name="file">Its name, or its path within the program.</param>
    public void Change(string file) => Write(PathOf(file), "2");

    public string PathOf(string file) => file.Contains('/', StringComparison.Ordinal) ? Path.Combine(_root, file) : Files[file];

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static void Write(string path, string code)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (Path.GetExtension(path) != ".dll" || path.Contains("/runtimes/", StringComparison.Ordinal))
        {
            File.WriteAllText(path, code);
            return;
        }

        // Its module version id is drawn anew each time.
        var name = new AssemblyName(Path.GetFileNameWithoutExtension(path));
        var assembly = new PersistedAssemblyBuilder(name, typeof(object).Assembly);
        var type = assembly.DefineDynamicModule("Module").DefineType("Answer");
        const MethodAttributes Attributes = MethodAttributes.Public | MethodAttributes.Static;
        var body = type.DefineMethod("Get", Attributes, typeof(string), []).GetILGenerator();
        body.Emit(OpCodes.Ldstr, code);
        body.Emit(OpCodes.Ret);
        type.CreateType();
        assembly.Save(path);
    }
}
