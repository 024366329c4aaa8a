using Dino.Checkpoints;
using Dino.Data.Coco;
using Dino.Data.Synthetic;
using Dino.Engine.Evaluating;
using Dino.Engine.Loading;
using Dino.Model;
using Dino.Model.Inputs;
using Dino.Pipeline.Profiles;
using Dino.TestUtilities;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Repro.Tests.Models;

/// <summary>Before its first step, a fine-tuned model is the pretrained one restricted to the classes it keeps.</summary>
public sealed class ClassSurgeryTests
{
    private const int Kept = 1;

    [Fact]
    public void Load_OneClassMap_GivesThePretrainedScoresAndBoxesOfThatClass()
    {
        using var scope = NewDisposeScope();
        var folder = Directory.CreateTempSubdirectory();
        var path = Path.Combine(folder.FullName, "pretrained.safetensors");
        using var pretrained = SmallDetector.Create(SmallDetector.Config, seed: 1);
        SafetensorsWriter.Write(path, pretrained.StateDict(), new Dictionary<string, string>());
        using var checkpoint = Checkpoint.Open(path);
        using var restricted = SmallDetector.Create(SmallDetector.Config, seed: 1);
        Silence(restricted);
        using var fresh = SmallDetector.Create(SmallDetector.Config with { NumClasses = 2, DnLabelbookSize = 2 }, seed: 2);

        var report = StateDictLoader.Load(fresh.StateDict(), checkpoint, new LoadOptions { ClassMap = ClassMap.OneClass(Kept, Kept, classes: 2) });

        folder.Delete(recursive: true);
        Assert.Empty(report.Missing);
        Assert.Empty(report.Unexpected);
        Assert.Equal(11, report.Resized.Count); // two names of two decoder layers' head, the first stage's, weight and bias each, and label_enc
        using var pixels = rand([1, 3, 96, 128], generator: new Generator(3));
        using var images = new ImageBatch(pixels, zeros([1, 96, 128], dtype: ScalarType.Bool));
        using var expected = restricted.Forward(images);
        using var actual = fresh.Forward(images);
        // Equal but for the order of additions: matrix products of 7 and of 2 columns may be blocked differently.
        Assert.True(actual.Final.Logits.select(-1, Kept).allclose(expected.Final.Logits.select(-1, Kept), rtol: 1e-4, atol: 1e-5));
        Assert.True(actual.Final.BoxesCxCyWh.allclose(expected.Final.BoxesCxCyWh, rtol: 1e-4, atol: 1e-5));
        Assert.True(actual.Final.Logits.select(-1, 0).lt(actual.Final.Logits.select(-1, Kept)).all().ToBoolean());
    }

    /// <summary>With the weights that are delivered, on scenes in which they find something.</summary>
    [Fact]
    public void Load_OneClassMap_GivesThePretrainedApOfThatClass()
    {
        using var scope = NewDisposeScope();
        var folder = Directory.CreateTempSubdirectory();
        SyntheticDataset.Write(folder.FullName, new SyntheticOptions(Seed: 31, Images: 6, SyntheticStyle.Experiment));
        var profile = ProfileCatalogue.Load(ProfileCatalogue.Default);
        var weights = Path.Combine(RepositoryRoot.Path, "baselines", "weights", profile.Weights.Shipped!);
        using var restricted = Detectors.Load(weights, profile.Model, CPU, seed: 1);
        Silence(restricted);
        using var fresh = Detectors.Create(profile.Model with { NumClasses = 2, DnLabelbookSize = 2 }, CPU, seed: 2);
        using var checkpoint = Checkpoint.Open(weights);
        StateDictLoader.Load(fresh.StateDict(), checkpoint, new LoadOptions { ClassMap = ClassMap.OneClass(Kept, Kept, classes: 2) });
        var evaluation = new ModelEvaluation(CocoSource.Locate(folder.FullName).Whole!, profile.Recipe.EvaluationSize, CPU);

        var (expected, actual) = (evaluation.Run(restricted), evaluation.Run(fresh));

        folder.Delete(recursive: true);
        Assert.InRange(expected.Ap, 0.05, 1); // the delivered weights find pedestrians; 0 would show nothing
        // 1e-3 absorbs two detections of almost equal score in another order: matrix products of 7 and of 2 columns may be rounded differently.
        Assert.All(expected.Coco.Stats.Zip(actual.Coco.Stats), pair => Assert.InRange(pair.Second - pair.First, -1e-3, 1e-3));
    }

    /// <summary>Takes every class but the kept one out of the running, by hand.</summary>
    private static void Silence(DinoDetector model)
    {
        using var guard = no_grad();
        foreach (var (name, tensor) in model.StateDict().Where(pair => pair.Key.Contains("class_embed", StringComparison.Ordinal)))
        {
            foreach (var label in Enumerable.Range(0, model.Config.NumClasses).Where(label => label != Kept))
            {
                tensor[label].fill_(name.EndsWith("bias", StringComparison.Ordinal) ? -100 : 0);
            }
        }
    }
}
