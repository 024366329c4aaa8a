using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Dino.Core;

namespace Dino.Pipeline.Code;

/// <summary>Answers which code decides a stage's result. The list of libraries is the one that the .NET host loads by
/// (<c>dino.deps.json</c>): who refers to whom, and which managed and native files each brings. Each library is told by the
/// content of its files, so that neither a commit nor a version alone changes it; managed ones without their debugging
/// symbols (<see cref="AssemblyIdentity"/>), large native ones read once (<see cref="RememberedHashes"/>). A package's
/// version would not do: files can be replaced.</summary>
public sealed class CodeInventory
{
    /// <summary>This assembly: it holds the stages themselves.</summary>
    private const string Stages = "Dino.Pipeline";

    private const string Runtime = ".NET";

    /// <summary>Libraries that talk to people and networks. What comes through them is judged by itself: options as settings,
    /// downloads by their hash. What only they refer to is left out too.</summary>
    private static readonly string[] s_withoutInfluence =
    [
        "Microsoft.Extensions.FileSystemGlobbing",
        "Microsoft.Extensions.Http.Resilience",
        "Spectre.Console",
        "System.CommandLine",
    ];

    private static readonly Lazy<CodeInventory> s_running = new(OfThisProcess);

    private readonly string _dependencies;
    private readonly string _runtime;
    private readonly RememberedHashes _hashes;
    private readonly IReadOnlyDictionary<string, Library> _libraries;
    private readonly Dictionary<string, string> _identities = new(StringComparer.Ordinal);

    /// <param name="dependencies">The program's .deps.json, beside which its files lie.</param>
    /// <param name="nativeFolders">Where the host looks for native files, relative to the program's folder, such as
    /// runtimes/linux-x64/native: of a library that has them for many systems, those for this one count.</param>
    /// <param name="runtime">What identifies the .NET runtime.</param>
    /// <exception cref="BadInputException">The list is missing or damaged.</exception>
    public CodeInventory(string dependencies, IReadOnlyCollection<string> nativeFolders, string runtime, RememberedHashes hashes)
    {
        (_dependencies, _runtime, _hashes) = (dependencies, FileHash.Sha256(Encoding.UTF8.GetBytes(runtime)), hashes);
        _libraries = Read(dependencies, nativeFolders);
    }

    /// <summary>Of this process.</summary>
    public static CodeInventory Running => s_running.Value;

    /// <summary>Where the host of this process looks for native files, relative to the program's folder.</summary>
    public static IReadOnlyCollection<string> NativeFolders { get; } =
    [
        .. ((string?)AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.GetRelativePath(AppContext.BaseDirectory, Path.TrimEndingDirectorySeparator(folder)))
    ];

    /// <summary>The code that decides a result: the stages, the .NET runtime, the named libraries and all that these refer
    /// to; each name with a hash.</summary>
    /// <param name="roots">Names of libraries, such as Dino.Training.</param>
    public IReadOnlyDictionary<string, string> Of(IEnumerable<string> roots)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(roots);
        while (open.TryPop(out var name))
        {
            if (!s_withoutInfluence.Contains(name) && names.Add(name))
            {
                Array.ForEach(Find(name).References, open.Push);
            }
        }

        var identities = new Dictionary<string, string> { [Runtime] = _runtime };
        foreach (var name in names.Append(Stages))
        {
            if (Identity(name) is { } identity)
            {
                identities[name] = identity;
            }
        }

        return identities;
    }

    private static CodeInventory OfThisProcess()
    {
        var file = ((string?)AppContext.GetData("APP_CONTEXT_DEPS_FILES") ?? "").Split(';')
            .FirstOrDefault(file => Path.GetDirectoryName(file) == Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return new CodeInventory(
            file ?? Path.Combine(AppContext.BaseDirectory, "dino.deps.json"),
            NativeFolders,
            $"{RuntimeInformation.FrameworkDescription} {typeof(object).Module.ModuleVersionId}",
            RememberedHashes.OfUser);
    }

    /// <summary>Null for a library without files for this system.</summary>
    private string? Identity(string name)
    {
        lock (_identities)
        {
            if (!_identities.TryGetValue(name, out var identity))
            {
                var hashes = Find(name).Files.Select(file => $"{Path.GetFileName(file.Path)} {Hash(file)}")
                    .Order(StringComparer.Ordinal).ToList();
                identity = hashes.Count == 0 ? "" : FileHash.Sha256(Encoding.UTF8.GetBytes(string.Join('\n', hashes)));
                _identities[name] = identity;
            }

            return identity.Length == 0 ? null : identity;
        }
    }

    private string Hash(CodeFile file)
        => !File.Exists(file.Path)
        ? throw new BadInputException(
            $"{file.Path}: missing, though {_dependencies} names it; build or install the program again")
        : file.Managed ? AssemblyIdentity.Of(file.Path) : _hashes.Of(file.Path);

    private Library Find(string name)
        => _libraries.GetValueOrDefault(name)
        ?? throw new BadInputException($"{_dependencies}: names no {name}; build or install the program again");

    private static Dictionary<string, Library> Read(string dependencies, IReadOnlyCollection<string> nativeFolders)
    {
        if (!File.Exists(dependencies))
        {
            throw new BadInputException(
                $"{dependencies}: missing; it lists what the program consists of. Build or install the program again");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(dependencies))!;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(dependencies));
            return json.RootElement.GetProperty("targets").EnumerateObject().SelectMany(target => target.Value.EnumerateObject())
                .ToDictionary(library => library.Name.Split('/')[0], library => new Library(
                    [.. Members(library.Value, "dependencies").Select(dependency => dependency.Name)],
                    [.. Files(library.Value, folder, nativeFolders)]));
        }
        catch (Exception problem)
            when (problem is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new BadInputException(
                $"{dependencies}: damaged ({problem.Message}); build or install the program again", problem);
        }
    }

    /// <summary>The host's rules: what is for every system lies beside the program, what is for one of several below
    /// it.</summary>
    private static IEnumerable<CodeFile> Files(JsonElement library, string folder, IReadOnlyCollection<string> nativeFolders)
    {
        foreach (var (kind, managed) in new[] { ("runtime", true), ("native", false) })
        {
            foreach (var file in Members(library, kind))
            {
                yield return new CodeFile(Path.Combine(folder, Path.GetFileName(file.Name)), managed);
            }
        }

        foreach (var file in Members(library, "runtimeTargets"))
        {
            var managed = file.Value.GetProperty("assetType").GetString() == "runtime";
            if (managed || nativeFolders.Contains(Path.GetDirectoryName(file.Name)!))
            {
                yield return new CodeFile(Path.Combine(folder, file.Name), managed);
            }
        }
    }

    private static IEnumerable<JsonProperty> Members(JsonElement element, string name)
        => element.TryGetProperty(name, out var members) ? members.EnumerateObject() : [];

    private sealed record Library(string[] References, CodeFile[] Files);

    private sealed record CodeFile(string Path, bool Managed);
}
