using Dino.Repro.Cli;
using Dino.Repro.Profiles;
using Dino.Repro.Runs;
using Spectre.Console.Testing;

namespace Dino.Repro.Tests.Runs;

public sealed class StageRunnerTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("dino-stages-").FullName;
    private readonly TestConsole _console = new();

    public void Dispose()
    {
        Directory.Delete(_root, recursive: true);
        _console.Dispose();
    }

    [Fact]
    public void Run_ASecondTime_ReusesWhatIsUnchanged()
    {
        var stages = Stages();
        Run(stages);
        Run(stages);
        Assert.Equal([1, 1], stages.Select(stage => stage.Runs));
        Assert.Contains("unchanged since", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Forced_RunsEverythingAgain()
    {
        var stages = Stages();
        Run(stages);
        Run(stages, force: true);
        Assert.Equal([2, 2], stages.Select(stage => stage.Runs));
    }

    [Fact]
    public void Run_AfterAChangedSetting_RunsThatStageAndThoseAfterIt()
    {
        var stages = Stages();
        Run(stages);
        stages[0].Setting = 2;
        Run(stages);
        Assert.Equal([2, 2], stages.Select(stage => stage.Runs));

        stages[1].Setting = 2;
        Run(stages);
        Assert.Equal([2, 3], stages.Select(stage => stage.Runs));
    }

    [Fact]
    public void Run_AfterAnOutputWasAltered_RunsThatStageAgain()
    {
        var stages = Stages();
        Run(stages);
        File.WriteAllText(Path.Combine(_root, "second"), "altered");
        Run(stages);
        Assert.Equal([1, 2], stages.Select(stage => stage.Runs));
    }

    [Fact]
    public void Run_AfterAnInterruption_ResumesTheStage()
    {
        var stages = Stages();
        stages[1].Fails = true;
        Assert.Throws<OperationCanceledException>(() => Run(stages));
        stages[1].Fails = false;
        Run(stages);
        Assert.Equal([1, 2], stages.Select(stage => stage.Runs));
        Assert.Equal([false, true], stages[1].Resumes);
    }

    [Fact]
    public void Run_ToAnEarlierStage_StopsThere()
    {
        var stages = Stages();
        Run(stages, last: "first");
        Assert.Equal([1, 0], stages.Select(stage => stage.Runs));
    }

    private FakeStage[] Stages() => [new("first"), new("second", "first")];

    private void Run(IReadOnlyList<IStage> stages, bool force = false, string last = "second")
    {
        var context = new RunContext(
            ProfileCatalogue.Load("embedded"), new RunFolder(_root), null, null, null, "cpu", null, 42, new RunConsole(_console, TimeProvider.System));
        new StageRunner(context, TimeProvider.System).Run(stages, last, force, CancellationToken.None);
    }

    private sealed class FakeStage(string name, params string[] dependsOn) : IStage
    {
        public int Setting { get; set; } = 1;

        public bool Fails { get; set; }

        public int Runs { get; private set; }

        public List<bool> Resumes { get; } = [];

        public string Name => name;

        public string Title => name;

        public IReadOnlyList<string> DependsOn => dependsOn;

        public object Settings(RunContext context) => new { Setting };

        public StageResult Execute(RunContext context, bool resume, CancellationToken cancellation)
        {
            Runs++;
            Resumes.Add(resume);
            if (Fails)
            {
                throw new OperationCanceledException();
            }

            var output = Path.Combine(context.Folder.Root, name);
            File.WriteAllText(output, $"{Setting}");
            return new StageResult([output], new Dictionary<string, string>(), "made");
        }
    }
}
