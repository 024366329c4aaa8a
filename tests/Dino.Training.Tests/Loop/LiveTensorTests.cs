using Dino.Data.Coco;
using Dino.Data.Synthetic;
using Dino.Data.Transforms;
using Dino.Engine.Evaluating;
using Dino.Model;
using Dino.Model.Configuration;
using Dino.Ops;
using Dino.Training.Checkpointing;
using Dino.Training.Loop;
using Dino.Training.Optimization;
using Dino.Training.Recipe;
using TorchSharp;

namespace Dino.Training.Tests.Loop;

/// <summary>What runs thousands of times must leave no tensor behind.</summary>
public sealed class LiveTensorTests : IDisposable
{
    private static readonly DinoConfig Small = DinoConfig.FourScaleR50 with
    {
        NumClasses = 5,
        DnLabelbookSize = 5,
        Backbone = "resnet",
        BackboneBlocks = [1, 1, 1, 1],
        BackboneBaseWidth = 4,
        HiddenDim = 32,
        DimFeedforward = 48,
        Nheads = 4,
        EncLayers = 1,
        DecLayers = 2,
        NumQueries = 10,
        NumSelect = 10,
        DnNumber = 20,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private static long Live => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

    [Theory]
    [InlineData("reference", "float32")]
    [InlineData("cpu", "float32")]
    [InlineData("cpu", "bfloat16")]
    [InlineData("cpu", "float16")]
    public void Run_TrainingSteps_LeaveNoTensor(string op, string dtype)
    {
        using var model = new DinoDetector(Small, MsDeformAttnOps.Select(op), seed: 1);
        model.train();
        using var parts = new TrainedParts(model, new TrainingOptimizer(model.TrainableParameters(), new TrainingRecipe()), Average: null);
        var step = new TrainingStep(parts, new RunFiles(_folder), torch.CPU, new TrainingRecipe { Dtype = dtype });

        // The first step makes what stays: gradients and moments.
        Take(step, 0, Sample(96, 128, boxes: 3), Sample(80, 96, boxes: 0));
        var before = Live;
        Take(step, 1, Sample(96, 128, boxes: 2), Sample(80, 96, boxes: 1));
        Take(step, 2, Sample(96, 96, boxes: 0), Sample(96, 96, boxes: 0));

        Assert.Equal(before, Live);
    }

    [Theory]
    [InlineData("reference", torch.ScalarType.Float32)]
    [InlineData("cpu", torch.ScalarType.Float32)]
    [InlineData("cpu", torch.ScalarType.BFloat16)]
    public void Run_Evaluation_LeavesNoTensor(string op, torch.ScalarType dtype)
    {
        SyntheticDataset.Write(_folder, new SyntheticOptions(Seed: 5, Images: 3, SyntheticStyle.Experiment, Width: 128, Height: 96));
        using var model = new DinoDetector(Small, MsDeformAttnOps.Select(op), seed: 1);
        var evaluation = new ModelEvaluation(CocoSource.Locate(_folder).Whole!, new EvaluationSize(96, 160), torch.CPU);
        var before = Live;

        var result = evaluation.Run(model, dtype: dtype);

        // Also what is derived from the weights, and the pool, must be gone.
        Assert.Equal(before, Live);
        Assert.Equal(3, result.Images);
        Assert.Equal(3 * Small.NumSelect, result.Detections.Count);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Take(TrainingStep step, int index, params DetectionSample[] samples)
    {
        step.Accumulate(samples, epoch: 0, index);
        step.Update(samples, epoch: 0, index, averages: false);
    }

    private static DetectionSample Sample(int height, int width, int boxes) => new()
    {
        ImageId = 1,
        Pixels = [.. Enumerable.Range(0, 3 * height * width).Select(i => MathF.Sin(i))],
        Height = height,
        Width = width,
        OriginalHeight = height,
        OriginalWidth = width,
        Labels = [.. Enumerable.Range(0, boxes).Select(i => (long)i)],
        BoxesCxCyWh = [.. Enumerable.Range(0, boxes).SelectMany(i => (float[])[0.3f + (0.1f * i), 0.5f, 0.2f, 0.3f])],
    };
}
