using Dino.Data.Synthetic;
using Dino.Repro.Cli;
using Dino.Repro.Options;
using Dino.Repro.Weights;
using Dino.TestUtilities;

namespace Dino.Repro.Tests.Models;

/// <summary>The shipped weights with one number that nothing can compute with, and what each verb makes of them.</summary>
public sealed class NonFiniteWeightsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dino-nan-").FullName;

    private string Weights => Path.Combine(_folder, "weights.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("evaluate", "conv1.weight", float.NaN)]
    [InlineData("evaluate", "bn1.running_var", -1)]
    [InlineData("predict", "class_embed", float.NaN)]
    [InlineData("predict", "encoder", float.PositiveInfinity)]
    [InlineData("attention", "encoder", float.NaN)]
    [InlineData("train", "encoder", float.NaN)]
    [InlineData("reproduce", "backbone", float.NaN)]
    public async Task Verb_WithABadWeight_ExitsWithTwo(string verb, string part, float value)
    {
        Prepare(part, value);
        SyntheticDataset.Write(Path.Combine(_folder, "data"), new SyntheticOptions(5, 12, SyntheticStyle.Experiment));
        var data = Path.Combine(_folder, "data");
        string[] input = verb == "predict" ? [Path.Combine(data, "images")] : ["--data", data];
        var code = await Application.RunAsync([verb, .. input, "--weights", Weights, "--output", Path.Combine(_folder, "run")]);
        Assert.Equal(ExitCode.BadInput, code);
    }

    [Fact]
    public void Convert_ABadWeight_WarnsWithTheTensorsName()
    {
        var name = Prepare("conv1.weight", float.NaN);
        Assert.Contains(
            $"warning: tensor '{name}' has elements that are NaN or infinite; no verb of dino loads it",
            WeightConversion.Run(Weights, Path.Combine(_folder, "converted.safetensors"), family: null, classes: null));
    }

    private string Prepare(string part, float value)
    {
        File.Copy(Path.Combine(RepositoryRoot.Path, "baselines", "weights", "dino-embedded.safetensors"), Weights);
        return SafetensorsDamage.SetFirst(Weights, part, value);
    }
}
