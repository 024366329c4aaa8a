using Dino.Core;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Stages;

namespace Dino.Repro.Tests.Stages;

/// <summary>Weights whose hash nobody has published.</summary>
public sealed class WeightsRecordTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private string Weights => Path.Combine(_folder, "weights.pth");

    private string Manifest => Path.Combine(_folder, "run.json");

    [Fact]
    public void RequireSame_OtherBytesThanRecorded_IsRefused()
    {
        File.WriteAllText(Weights, "as downloaded");
        WeightsRecord.RequireSame(Weights, Manifest);
        Save(WeightsRecord.Of(Weights));
        WeightsRecord.RequireSame(Weights, Manifest);

        File.WriteAllText(Weights, "something else");

        var problem = Assert.Throws<BadInputException>(() => WeightsRecord.RequireSame(Weights, Manifest));
        Assert.StartsWith($"{Weights}: SHA-256 is ", problem.Message, StringComparison.Ordinal);
        Assert.Contains($"{Manifest} recorded ", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RequireSame_FileOfAnotherName_IsNotCompared()
    {
        File.WriteAllText(Weights, "one model");
        Save(WeightsRecord.Of(Weights));
        var other = Path.Combine(_folder, "other.pth");
        File.WriteAllText(other, "another model");

        WeightsRecord.RequireSame(other, Manifest);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Save(IReadOnlyDictionary<string, string> facts)
        => new RunManifest("profile", 42, EnvironmentFacts.Collect("cpu"), new Dictionary<string, StageRecord>())
            .With(WeightsStage.StageName, new StageRecord("", true, "", 0, 0, new Dictionary<string, string>(), facts))
            .Save(Manifest);
}
