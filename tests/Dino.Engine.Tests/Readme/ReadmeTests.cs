using Dino.Data.Coco;
using Dino.Data.Synthetic;
using Dino.Data.Transforms;
using Dino.TestUtilities;

namespace Dino.Engine.Tests.Readme;

public sealed class ReadmeTests : IDisposable
{
    private const int Images = 8;

    private static readonly string s_weights = Path.Combine(
        RepositoryRoot.Path, "baselines", "weights", "dino-embedded.safetensors");

    private readonly string _root = Directory.CreateTempSubdirectory("dino-engine-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void CodeBlocks_AreTheCompiledSamples()
    {
        var shown = ReadmeCode.Shown("Dino.Engine");
        Assert.NotEmpty(shown);
        Assert.Equal(ReadmeCode.Compiled("Dino.Engine"), shown);
    }

    /// <summary>The embedded weights know the scenes that they were trained on.</summary>
    [Fact]
    public void Samples_OnScenesOfThePretraining_FindTheirObjects()
    {
        var result = ReadmeSamples.Run(s_weights, Scenes(), _root);

        Assert.Equal(Images, result.Images);
        Assert.InRange(result.Ap, 0.2, 1);
    }

    [Fact]
    public void Predict_OnAPicture_FindsWhatEvaluateFindsThere()
    {
        var picture = Scenes();
        using var detector = Detector.Load(s_weights, size: new EvaluationSize(192, 320));

        var found = detector.Predict(picture, leastScore: 0);
        var evaluated = detector.Evaluate(CocoSource.Locate(_root).Whole!).Detections;

        Assert.NotEmpty(found);
        Assert.Equal(evaluated.ImageIds.Zip(evaluated.Scores).First(detection => detection.First == 1).Second, found[0].Score);
    }

    /// <returns>The first picture.</returns>
    private string Scenes()
    {
        var written = SyntheticDataset.Write(_root, new SyntheticOptions(Seed: 7, Images, SyntheticStyle.Pretraining));
        var name = written.Images.MinBy(image => image.Id)!.FileName;
        return Directory.EnumerateFiles(_root, Path.GetFileName(name), SearchOption.AllDirectories).Single();
    }
}
