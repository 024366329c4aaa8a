using Dino.Core;
using Dino.Pipeline.Code;
using Dino.Pipeline.Profiles;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Stages;
using Dino.Pipeline.Terminal;
using Dino.TestUtilities;
using Spectre.Console.Testing;

namespace Dino.Repro.Tests.Runs;

/// <summary>Which stages of a finished run run again after which code has changed.</summary>
public sealed class CodeInventoryTests : IDisposable
{
    private const string All = "data weights evaluate-pretrained fine-tune evaluate-finetuned attention report";
    private const string Detecting = "evaluate-pretrained fine-tune evaluate-finetuned attention report";

    private readonly string _root = Directory.CreateTempSubdirectory("dino-code-run-").FullName;
    private readonly TestConsole _console = new();
    private readonly FabricatedProgram _program = new();

    public CodeInventoryTests() => _console.Profile.Width = 1000;

    /// <summary>Every project under src, the file that it makes, and the stages that run after a change in it.</summary>
    public static TheoryData<string, string, string> Projects => new()
    {
        { "Dino.Repro", "dino.dll", "" },
        { "Dino.Gating", "Dino.Gating.dll", "" },
        { "Dino.Verification", "Dino.Verification.dll", "" },
        { "Dino.Pipeline", "Dino.Pipeline.dll", All },
        { "Dino.Core", "Dino.Core.dll", All },
        { "Dino.Data", "Dino.Data.dll", "data " + Detecting },
        { "Dino.Checkpoints", "Dino.Checkpoints.dll", "weights " + Detecting },
        { "Dino.Kernels", "Dino.Kernels.dll", Detecting },
        { "Dino.Torch", "Dino.Torch.dll", Detecting },
        { "Dino.Ops", "Dino.Ops.dll", Detecting },
        { "Dino.Model", "Dino.Model.dll", Detecting },
        { "Dino.Evaluation", "Dino.Evaluation.dll", Detecting },
        { "Dino.Engine", "Dino.Engine.dll", Detecting },
        { "Dino.Training", "Dino.Training.dll", Detecting },
        { "Dino.Figures", "Dino.Figures.dll", "attention report" },
        { "Dino.Benchmarks", "", "" },
        { "Dino.Kernels.Cli", "", "" },
    };

    public void Dispose()
    {
        Directory.Delete(_root, recursive: true);
        _program.Dispose();
        _console.Dispose();
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Run_AfterAChangeInAProject_RunsTheStagesThatUseIt(string project, string file, string expected)
    {
        Assert.Equal(Names(All), Run());
        if (file.Length == 0)
        {
            Assert.Throws<KeyNotFoundException>(() => _program.PathOf(project + ".dll"));
        }
        else
        {
            _program.Change(file);
        }

        Assert.Equal(Names(expected), Run());
        Assert.Empty(Run());
        var said = $"changed: code of {Path.GetFileNameWithoutExtension(file)}";
        Assert.Equal(expected.Length > 0, _console.Output.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public void Projects_AreAllThatLieUnderSrc()
        => Assert.Equal(
            Directory.GetDirectories(Path.Combine(RepositoryRoot.Path, "src")).Select(Path.GetFileName)
                .Order(StringComparer.Ordinal),
            Projects.Select(row => (string)row[0]).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("TorchSharp.dll", "weights " + Detecting)]
    [InlineData("runtimes/linux-x64/native/libLibTorchSharp.so", "weights " + Detecting)]
    [InlineData("SkiaSharp.dll", All)]
    [InlineData("runtimes/linux-x64/native/libSkiaSharp.so", "data " + Detecting)]
    [InlineData("ILGPU.dll", Detecting)]
    [InlineData("ScottPlot.dll", "attention report")]
    [InlineData("runtimes/linux-x64/native/libHarfBuzzSharp.so", "attention report")]
    [InlineData("runtimes/osx/native/libSkiaSharp.dylib", "")]
    [InlineData("Spectre.Console.dll", "")]
    [InlineData("System.CommandLine.dll", "")]
    [InlineData("Polly.Core.dll", "")]
    [InlineData("Microsoft.Extensions.Http.dll", "")]
    public void Run_AfterAChangeInALibrary_RunsTheStagesThatUseIt(string file, string expected)
    {
        Run();
        _program.Change(file);
        Assert.Equal(Names(expected), Run());
    }

    [SkippableFact]
    public void Run_AfterAChangeInTorch_RunsTheStagesThatUseIt()
    {
        const string Torch = FabricatedProgram.NativeFolder + "/libtorch_cpu.so";
        Skip.IfNot(File.Exists(_program.PathOf(Torch)), "built for CUDA or another system");
        Run();
        _program.Change(Torch);
        Assert.Equal(Names("weights " + Detecting), Run());
    }

    [Fact]
    public void Run_OnAnotherRuntime_RunsAllStages()
    {
        Run();
        Assert.Equal(Names(All), Run(runtime: "10.0.1"));
    }

    [Fact]
    public void Of_AProgramBuiltAgainFromTheSameCode_IsTheSame()
    {
        using var again = new FabricatedProgram();
        Assert.NotEqual(File.ReadAllBytes(_program.PathOf("Dino.Data.dll")), File.ReadAllBytes(again.PathOf("Dino.Data.dll")));
        Assert.Equal(_program.Inventory().Of(["Dino.Training"]), again.Inventory().Of(["Dino.Training"]));
    }

    [Fact]
    public void Of_ThisProcess_KnowsTorchAndSkia()
    {
        var code = CodeInventory.Running.Of(["Dino.Training", "Dino.Figures"]);
        string[] expected = ["Dino.Pipeline", ".NET", "Dino.Core", "Dino.Kernels", "Dino.Ops", "TorchSharp", "SkiaSharp", "ILGPU"];
        Assert.Superset(expected.ToHashSet(), code.Keys.ToHashSet());
        Assert.Contains(code.Keys, name => name.StartsWith("libtorch-", StringComparison.Ordinal));
        Assert.All(code.Values, hash => Assert.Equal(64, hash.Length));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"targets\": null}")]
    [InlineData("{\"targets\": {\"net\": {\"dino/1\": {\"dependencies\": 3}}}}")]
    [InlineData("{\"targets\": {\"net\": {\"dino/1\": {\"runtimeTargets\": {\"a\": {}}}}}}")]
    public void Construct_FromADamagedList_SaysSo(string list)
    {
        File.WriteAllText(_program.Dependencies, list);
        var problem = Assert.Throws<BadInputException>(() => _program.Inventory());
        Assert.StartsWith(_program.Dependencies, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_AProgramWithoutAFile_NamesIt()
    {
        var file = _program.PathOf("Dino.Ops.dll");
        File.Delete(file);
        Assert.StartsWith(file, Problem(), StringComparison.Ordinal);

        File.WriteAllText(file, "no assembly");
        Assert.StartsWith(file, Problem(), StringComparison.Ordinal);

        string Problem() => Assert.Throws<BadInputException>(() => _program.Inventory().Of(["Dino.Training"])).Message;
    }

    [Fact]
    public void RequireCode_AfterAChange_NamesTheFirstStageAndTheLibrary()
    {
        Run();
        Check();
        _program.Change("Dino.Kernels.dll");
        const string Expected = "stage evaluate-pretrained was made by other code of Dino.Kernels";
        Assert.Contains(Expected, Assert.Throws<BadInputException>(Check).Message, StringComparison.Ordinal);

        void Check()
        {
            var context = Context();
            var run = RunManifest.Load(context.Folder.Manifest)!;
            RunIntegrity.RequireCode(run, context, RunStages.All(TimeProvider.System));
        }
    }

    private static string[] Names(string names) => names.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <returns>The stages that ran.</returns>
    private IReadOnlyList<string> Run(string runtime = "10.0.0")
    {
        var stages = RunStages.All(TimeProvider.System).Select(stage => new StandIn(stage)).ToList();
        var context = Context(runtime);
        using var session = RunSession.Begin(context);
        var runner = new StageRunner(context, session, TimeProvider.System);
        runner.Run(stages, ReportStage.StageName, force: false, CancellationToken.None);
        return [.. stages.Where(stage => stage.Ran).Select(stage => stage.Name)];
    }

    private RunContext Context(string runtime = "10.0.0") => new(
        ProfileCatalogue.Load("embedded"), new RunFolder(Path.Combine(_root, "run")), null, null, null, "cpu", null, 42,
        new RunConsole(_console, TimeProvider.System))
    {
        Code = _program.Inventory(runtime),
    };

    /// <summary>A stage of the pipeline that does nothing.</summary>
    private sealed class StandIn(IStage stage) : IStage
    {
        public bool Ran { get; private set; }

        public string Name => stage.Name;

        public string Title => stage.Title;

        public IReadOnlyList<string> DependsOn => stage.DependsOn;

        public IReadOnlyList<string> Code => stage.Code;

        public object Settings(RunContext context) => stage.Settings(context);

        public StageResult Execute(RunContext context, RunFolder output, bool resume, CancellationToken cancellation)
        {
            Ran = true;
            AtomicFile.WriteText(Path.Combine(output.Root, Name, "result"), Name);
            return new StageResult(new Dictionary<string, string>(), "made");
        }
    }
}
