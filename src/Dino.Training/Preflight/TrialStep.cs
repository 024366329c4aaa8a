using Dino.Core;
using Dino.Data.Coco;
using Dino.Data.Resizing;
using Dino.Data.Transforms;
using Dino.Engine.Loading;
using Dino.Model;
using Dino.Model.Denoising;
using Dino.Torch.Memory;
using Dino.Torch.Runtime;
using Dino.Training.Optimization;
using TorchSharp;

namespace Dino.Training.Preflight;

/// <summary>One forward and backward on the image that is largest after resizing, without an update: the step that needs most memory comes first.</summary>
/// <param name="Image">Which one.</param>
/// <param name="Width">As the model saw it, pixels.</param>
/// <param name="Height">As the model saw it, pixels.</param>
/// <param name="Loss">Weighted sum.</param>
/// <param name="ActivationMegabytes">Growth of resident memory at its highest, without what stays; 0 where the system does not tell (not Linux, not the CPU).</param>
/// <param name="Duration">Of forward and backward.</param>
public sealed record TrialStep(CocoImage Image, int Width, int Height, double Loss, double ActivationMegabytes, TimeSpan Duration)
{
    /// <param name="size">Short side and cap of the trial; that of evaluation is the largest that training draws.</param>
    /// <param name="dtype">What the step computes in.</param>
    /// <exception cref="BadInputException">The image cannot be read, or the loss is not finite.</exception>
    public static TrialStep Run(
        DinoDetector model, CocoSource source, CocoDataset dataset, EvaluationSize size, torch.Device device, TimeProvider time, torch.ScalarType dtype = torch.ScalarType.Float32)
    {
        using var pause = FinalizerPause.Begin();
        using var scope = torch.NewDisposeScope();
        var image = Largest(dataset, size);
        var sample = new EvaluationPipeline(size).Load(source, image, [.. dataset.Annotations.Where(annotation => annotation.ImageId == image.Id)]);
        var buffers = new List<(torch.Tensor Live, torch.Tensor Before)>();
        foreach (var (_, buffer) in model.named_buffers())
        {
            buffers.Add((buffer, buffer.clone()));
        }

        model.train();
        var started = time.GetTimestamp();
        PeakMemory.Reset();
        var before = PeakMemory.CurrentMegabytes();
        var loss = Differentiate(model, sample, device, dtype);
        var duration = time.GetElapsedTime(started);
        var grown = device.type == DeviceType.CPU ? Math.Max(0, PeakMemory.Megabytes() - before - MemoryEstimate.GradientMegabytes(model)) : 0;
        Restore(model, buffers);
        return new TrialStep(image, sample.Width, sample.Height, loss, grown, duration);
    }

    private static double Differentiate(DinoDetector model, DetectionSample sample, torch.Device device, torch.ScalarType dtype)
    {
        using var batch = BatchTensors.Of([sample], device);
        using var noise = new SeededDenoisingNoise(seed: 0);
        return new BatchGradients(model, dtype).Add(batch, noise, batches: 1).Total;
    }

    private static CocoImage Largest(CocoDataset dataset, EvaluationSize size) => dataset.Images.OrderBy(image => image.Id).MaxBy(image =>
    {
        var (width, height) = ResizeRule.Apply(image.Width, image.Height, size.ShortSide, size.MaxSize);
        return (long)width * height;
    })!;

    /// <summary>As if nothing had happened: no gradients, and the statistics of batch norms (where a model has them) as before.</summary>
    private static void Restore(DinoDetector model, List<(torch.Tensor Live, torch.Tensor Before)> buffers)
    {
        using var noGradients = torch.no_grad();
        foreach (var (_, parameter) in model.TrainableParameters())
        {
            parameter.grad = null;
        }

        buffers.ForEach(buffer => buffer.Live.copy_(buffer.Before));
    }
}
