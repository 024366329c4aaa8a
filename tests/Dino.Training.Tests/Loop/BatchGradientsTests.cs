using Dino.Data.Batching;
using Dino.Data.Coco;
using Dino.Data.Transforms;
using Dino.Model.Denoising;
using Dino.Training.Batching;
using Dino.Training.Loop;
using static TorchSharp.torch;

namespace Dino.Training.Tests.Loop;

public sealed class BatchGradientsTests(TinyTraining training) : IClassFixture<TinyTraining>
{
    [Fact]
    public void Add_TwoBatchesOfOneStep_GivesTheMeanOfTheirGradients()
    {
        using var scope = NewDisposeScope();
        var samples = Samples();
        var (first, second, both) = (Gradients([samples[0]], batches: 1), Gradients([samples[1]], batches: 1), Gradients(samples[..2], batches: 2));
        Assert.NotEmpty(both);
        foreach (var (name, gradient) in both)
        {
            var difference = (gradient - ((first[name] + second[name]) / 2)).abs().max().item<float>();
            // float32 rounding of sums over a picture's tokens
            Assert.True(difference <= 1e-4 * (1 + gradient.abs().max().item<float>()), $"{name}: {difference}");
        }
    }

    private DetectionSample[] Samples()
    {
        var dataset = CocoDataset.Load(training.Data.AnnotationFile);
        var pipeline = new EvaluationPipeline(new EvaluationSize(64, 120));
        var annotations = dataset.AnnotationsByImage();
        return [.. dataset.Images.Select(image => pipeline.Load(training.Data, image, [.. annotations[image.Id]]))];
    }

    private static Dictionary<string, Tensor> Gradients(DetectionSample[] samples, int batches)
    {
        using var model = TinyTraining.Model();
        model.train();
        foreach (var sample in samples)
        {
            using var batch = BatchTensors.Of([sample], CPU);
            using var noise = new SeededDenoisingNoise(sample.ImageId);
            new BatchGradients(model).Add(batch, noise, batches);
        }

        return model.TrainableParameters().Where(parameter => parameter.Value.grad is not null).ToDictionary(parameter => parameter.Name, parameter => parameter.Value.grad!.clone());
    }
}
