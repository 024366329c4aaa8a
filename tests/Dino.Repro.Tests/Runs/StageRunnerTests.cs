using Dino.Core;
using Dino.Pipeline.Profiles;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Terminal;
using Spectre.Console.Testing;

namespace Dino.Repro.Tests.Runs;

public sealed class StageRunnerTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("dino-stages-").FullName;
    private readonly TestConsole _console = new();

    public StageRunnerTests() => _console.Profile.Width = 1000;

    private string Root => Path.Combine(_root, "run");

    private string First => Path.Combine(Root, "first", "result");

    private string Second => Path.Combine(Root, "second", "result");

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
    public void Run_WithOtherOptions_IsRefusedAndLosesNothing()
    {
        var stages = Stages();
        Run(stages);
        stages[1].Setting = 2;
        var problem = Assert.Throws<BadInputException>(() => Run(stages));
        Assert.Contains("the result of stage second", problem.Message, StringComparison.Ordinal);
        Assert.Contains("--force", problem.Message, StringComparison.Ordinal);
        Assert.Equal([1, 1], stages.Select(stage => stage.Runs));
        Assert.Equal("1", File.ReadAllText(Second));

        Run(stages, force: true);
        Assert.Equal("2", File.ReadAllText(Second));
    }

    [Fact]
    public void Run_WithOtherOptionsOfALaterStage_IsRefusedBeforeTheFirstRuns()
    {
        var stages = Stages();
        Run(stages);
        stages[1].Setting = 2;
        Assert.Throws<BadInputException>(() => Run(stages));
        Assert.Equal([1, 1], stages.Select(stage => stage.Runs));
    }

    [Fact]
    public void Run_AfterAChangedInput_RunsThatStageAndThoseAfterIt()
    {
        var stages = Stages();
        Run(stages);
        stages[0].Input = "other";
        Run(stages);
        Assert.Equal([2, 2], stages.Select(stage => stage.Runs));
        Assert.Contains("changed: input file", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_AfterAnOutputWasAltered_MakesItAgainAndKeepsTheOther()
    {
        var stages = Stages();
        Run(stages);
        File.WriteAllText(First, "altered");
        Run(stages);
        Assert.Equal([2, 1], stages.Select(stage => stage.Runs));
        Assert.Equal("1", File.ReadAllText(First));
        Assert.Equal("altered", File.ReadAllText(Directory.GetFiles(Path.Combine(Root, "replaced"), "result", SearchOption.AllDirectories).Single()));
        Assert.Contains($"{Path.Combine("first", "result")} is missing or was changed", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithFilesOfTheUserInAStagesFolder_LeavesThem()
    {
        var stages = Stages();
        Run(stages);
        var thesis = Path.Combine(Root, "first", "thesis.txt");
        File.WriteAllText(thesis, "three years");
        Run(stages, force: true);
        Assert.Equal("three years", File.ReadAllText(thesis));
    }

    [Fact]
    public void Run_ThatMakesFewerFiles_DeletesThoseOfTheLastResultAlone()
    {
        var stages = Stages();
        stages[1].More = "more";
        Run(stages);
        var (old, foreign) = (Path.Combine(Root, "second", "more", "more"), Path.Combine(Root, "second", "more", "foreign"));
        Assert.True(File.Exists(old));
        File.WriteAllText(foreign, "stays");
        stages[1].More = null;
        Run(stages, force: true);
        Assert.False(File.Exists(old));
        Assert.True(File.Exists(foreign));
    }

    [Fact]
    public void Run_IntoAFolderThatIsALink_IsRefused()
    {
        var stages = Stages();
        Run(stages);
        var elsewhere = Directory.CreateDirectory(Path.Combine(_root, "elsewhere")).FullName;
        Directory.Delete(Path.Combine(Root, "first"), recursive: true);
        Directory.CreateSymbolicLink(Path.Combine(Root, "first"), elsewhere);
        File.WriteAllText(Path.Combine(elsewhere, "result"), "1");
        var problem = Assert.Throws<BadInputException>(() => Run(stages, force: true));
        Assert.Contains("is a link", problem.Message, StringComparison.Ordinal);
        Assert.Equal("1", File.ReadAllText(Path.Combine(elsewhere, "result")));
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
    public void Run_KilledWhileFilesTookTheirPlace_IsFinishedByTheNextOne()
    {
        var stages = Stages();
        stages[1].More = "more";
        Run(stages);
        var run = RunManifest.Load(Path.Combine(Root, "run.json"))!;
        var record = run.Stages["second"];
        // As if a second attempt with other bytes had got half of its files into place.
        File.WriteAllText(Second, "new");
        var outputs = new Dictionary<string, string>(record.Outputs) { [Path.Combine("second", "result")] = FileHash.Sha256(Second) };
        run.With("second", record with { Finished = false, Outputs = outputs, Superseded = record.Outputs }).Save(Path.Combine(Root, "run.json"));

        Run(stages);
        Assert.Equal("1", File.ReadAllText(Second));
        Assert.False(Directory.Exists(Path.Combine(Root, "replaced")));
        Assert.Empty(RunManifest.Load(Path.Combine(Root, "run.json"))!.Stages["second"].Superseded);
    }

    [Fact]
    public void Run_ToAnEarlierStage_StopsThere()
    {
        var stages = Stages();
        Run(stages, last: "first");
        Assert.Equal([1, 0], stages.Select(stage => stage.Runs));
    }

    [Fact]
    public void Require_AfterAnEarlierStageMadeSomethingElse_NamesTheStageThatIsStale()
    {
        var stages = Stages();
        Run(stages);
        stages[0].Setting = 2;
        Run(stages, last: "first", force: true);
        var problem = Assert.Throws<BadInputException>(Check);
        Assert.Contains("stage second was made from another result of stage first", problem.Message, StringComparison.Ordinal);

        Run(stages);
        Check();
    }

    [Fact]
    public void Require_WithAnEditedFile_NamesIt()
    {
        Run(Stages());
        Check();
        File.WriteAllText(Second, "AP 0.99");
        var problem = Assert.Throws<BadInputException>(Check);
        Assert.StartsWith(Second, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Discards_OfAResumableStage_NeedForceUnlessTheCodeAloneChanged()
    {
        var stages = Stages();
        stages[1].Trained = "state";
        Run(stages);
        stages[0].Input = "other";
        var problem = Assert.Throws<BadInputException>(() => Run(stages));
        Assert.Contains("hours of training", problem.Message, StringComparison.Ordinal);
        Assert.Equal([1, 1], stages.Select(stage => stage.Runs));

        // What the record does not prove to be the run's is kept, even then.
        File.WriteAllText(Path.Combine(Root, "trained", "state"), "by another verb");
        Run(stages, force: true);
        Assert.Equal("by another verb", File.ReadAllText(Directory.GetFiles(Path.Combine(Root, "replaced"), "state", SearchOption.AllDirectories).Single()));
    }

    private FakeStage[] Stages() => [new("first"), new("second", "first")];

    private void Check()
    {
        var folder = new RunFolder(Root);
        RunIntegrity.Require(RunManifest.Load(folder.Manifest)!, folder, ["first", "second"]);
    }

    private void Run(IReadOnlyList<IStage> stages, bool force = false, string last = "second")
    {
        var context = new RunContext(
            ProfileCatalogue.Load("embedded"), new RunFolder(Root), null, null, null, "cpu", null, 42, new RunConsole(_console, TimeProvider.System));
        using var session = RunSession.Begin(context);
        new StageRunner(context, session, TimeProvider.System).Run(stages, last, force, CancellationToken.None);
    }

    private sealed class FakeStage(string name, params string[] dependsOn) : IStage
    {
        public int Setting { get; set; } = 1;

        public string Input { get; set; } = "input";

        public string? More { get; set; }

        /// <summary>Content of a file in a folder that the stage resumes from; null for a stage that has none.</summary>
        public string? Trained { get; set; }

        public bool Fails { get; set; }

        public int Runs { get; private set; }

        public List<bool> Resumes { get; } = [];

        public string Name => name;

        public string Title => name;

        public IReadOnlyList<string> DependsOn => dependsOn;

        public IReadOnlyList<string> Code { get; init; } = ["Dino.Core"];

        public object Settings(RunContext context) => new { Setting };

        public IReadOnlyDictionary<string, string> Inputs(RunContext context) => new Dictionary<string, string> { ["file"] = Input };

        public string? ResumableFolder(RunFolder folder) => Trained is null ? null : Path.Combine(folder.Root, "trained");

        public string? Discards(RunContext context)
            => Trained is not null && File.Exists(Path.Combine(context.Folder.Root, "trained", "state")) ? "hours of training" : null;

        public StageResult Execute(RunContext context, RunFolder output, bool resume, CancellationToken cancellation)
        {
            Runs++;
            Resumes.Add(resume);
            if (Fails)
            {
                throw new OperationCanceledException();
            }

            AtomicFile.WriteText(Path.Combine(output.Root, name, "result"), $"{Setting}");
            if (More is not null)
            {
                AtomicFile.WriteText(Path.Combine(output.Root, name, More, More), More);
            }

            if (Trained is null)
            {
                return new StageResult(new Dictionary<string, string>(), "made");
            }

            var state = Path.Combine(context.Folder.Root, "trained", "state");
            AtomicFile.WriteText(state, Trained);
            return new StageResult(new Dictionary<string, string>(), "made") { Kept = [state] };
        }
    }
}
