using Dino.Core;
using Dino.Data.Transforms;
using Dino.Engine.Loading;
using Dino.Model;
using Dino.Model.Configuration;
using Dino.Model.Criterion;
using Dino.Model.Denoising;
using Dino.Torch.Memory;
using Dino.Torch.Runtime;
using Dino.Training.Checkpointing;
using Dino.Training.Loop;
using Dino.Training.Optimization;
using Dino.Training.Recipe;
using TorchSharp;

namespace Dino.Benchmarks.Training;

/// <summary>A model with random weights (DINO-4scale R50 with 91 classes unless another is given) and noise images with some
/// boxes. The cost of a training step does not depend on the content of the images.</summary>
internal sealed class StepSubject : IDisposable
{
    /// <summary>The average number of boxes per image in the pedestrian data set.</summary>
    private const int PedestrianBoxes = 7;

    private readonly TensorPool _pool = TensorPool.Begin(); // as in the product
    private readonly TrainingStep _step;
    private readonly DetectionSample[] _batch;
    private int _index;

    public StepSubject(int width, int height, DinoConfig? config = null, int pictures = 1, int boxes = PedestrianBoxes)
    {
        Model = new DinoDetector(config ?? DinoConfig.FourScaleR50, Op, seed: 1);
        Model.train();
        Parts = new TrainedParts(Model, new TrainingOptimizer(Model.TrainableParameters(), Recipe), Average: null);
        _step = new TrainingStep(Parts, new RunFiles("."), torch.CPU, Recipe);
        _batch = [.. Enumerable.Repeat(Sample(width, height, boxes), pictures)];
    }

    public static TrainingRecipe Recipe { get; } = new() { BatchSize = 1 };

    public SwitchableOp Op { get; } = new();

    public DinoDetector Model { get; }

    public TrainedParts Parts { get; }

    /// <summary>A whole step: forward pass, losses, backward pass, clipping and update.</summary>
    public void Step()
    {
        Differentiate();
        Update();
    }

    /// <summary>The forward pass, the losses and the backward pass.</summary>
    public void Differentiate() => _ = _step.Accumulate(_batch, epoch: 0, _index);

    /// <summary>Gradient clipping and the update.</summary>
    public void Update() => _ = _step.Update(_batch, epoch: 0, _index++, averages: false);

    /// <summary>The forward pass and the losses, with the graph that a backward pass needs.</summary>
    public void Forward()
    {
        using var pause = FinalizerPause.Begin();
        using var scope = torch.NewDisposeScope();
        using var batch = BatchTensors.Of(_batch, torch.CPU);
        using var noise = new SeededDenoisingNoise(seed: 1);
        using var output = Model.Forward(batch.Images, batch.Targets, noise);
        using var report = new SetCriterion(Model.Config).Compute(output, batch.Targets);
    }

    /// <summary>Growth of resident memory over a forward pass and its losses, in megabytes: what is kept for the backward
    /// pass.</summary>
    public double ActivationMegabytes()
    {
        using var pause = FinalizerPause.Begin();
        using var scope = torch.NewDisposeScope();
        using var batch = BatchTensors.Of(_batch, torch.CPU);
        using var noise = new SeededDenoisingNoise(seed: 1);
        var before = PeakMemory.CurrentMegabytes();
        using var output = Model.Forward(batch.Images, batch.Targets, noise);
        using var report = new SetCriterion(Model.Config).Compute(output, batch.Targets);
        return PeakMemory.CurrentMegabytes() - before;
    }

    public void Dispose()
    {
        Parts.Dispose();
        Model.Dispose();
        _pool.Dispose();
    }

    private static DetectionSample Sample(int width, int height, int boxes)
    {
        var random = new SplitMix64(1, "picture");
        var pixels = new float[3 * height * width];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (float)random.NextDouble(-2, 2);
        }

        return new DetectionSample
        {
            ImageId = 1,
            Pixels = pixels,
            Height = height,
            Width = width,
            OriginalHeight = height,
            OriginalWidth = width,
            Labels = [.. Enumerable.Repeat(1L, boxes)],
            BoxesCxCyWh = [.. Enumerable.Range(0, boxes).SelectMany(i => (float[])[0.1f + (0.1f * i), 0.5f, 0.05f, 0.2f])],
        };
    }
}
