using Dino.Core;
using Dino.Data.Transforms;
using Dino.Engine.Loading;
using Dino.Model;
using Dino.Model.Denoising;
using Dino.Training.Optimization;
using static TorchSharp.torch;

namespace Dino.Training.Tests.Loop;

public sealed class BatchGradientsTests(TinyTraining training) : IClassFixture<TinyTraining>
{
    [Fact]
    public void Add_TwoBatchesOfOneStep_GivesTheMeanOfTheirGradients()
    {
        using var scope = NewDisposeScope();
        var samples = training.Samples();
        var (first, second, both) = (Gradients([samples[0]], batches: 1), Gradients([samples[1]], batches: 1), Gradients(samples[..2], batches: 2));
        Assert.NotEmpty(both);
        foreach (var (name, gradient) in both)
        {
            var difference = (gradient - ((first[name] + second[name]) / 2)).abs().max().item<float>();
            // float32 rounding of sums over a picture's tokens
            Assert.True(difference <= 1e-4 * (1 + gradient.abs().max().item<float>()), $"{name}: {difference}");
        }
    }

    [Theory]
    [InlineData(ScalarType.BFloat16, 0.05)] // 8 bits: 0.4 % a rounding, over some ten layers there and back
    [InlineData(ScalarType.Float16, 0.02)] // 11 bits; the rest is gradients below 6e-5, which lose bits
    public void Add_InFewerBits_GivesNearlyTheGradientsOfFloat32(ScalarType dtype, double tolerance)
    {
        using var scope = NewDisposeScope();
        var sample = training.Samples()[..1];
        var (few, all) = (Gradients(sample, batches: 1, dtype), Gradients(sample, batches: 1));
        Assert.Equal(all.Keys, few.Keys);
        Assert.All(few.Values, gradient => Assert.Equal(ScalarType.Float32, gradient.dtype));
        var error = Math.Sqrt(all.Sum(pair => Square(few[pair.Key] - pair.Value)) / all.Sum(pair => Square(pair.Value)));
        Assert.InRange(error, 1e-6, tolerance);

        static double Square(Tensor values) => values.to(ScalarType.Float64).square().sum().item<double>();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Add_WhereTheOpFailsInBackward_ThrowsWhatItThrew(int batches)
    {
        using var scope = NewDisposeScope();
        using var model = new DinoDetector(TinyTraining.Config, new FailingBackwardOp(), seed: 4);
        model.train();
        using var batch = BatchTensors.Of(training.Samples()[..1], CPU);
        using var noise = new SeededDenoisingNoise(1);

        var problem = Assert.Throws<BadInputException>(() => new BatchGradients(model).Add(batch, noise, batches));

        Assert.Equal("the op's own words", problem.Message);
    }

    private static Dictionary<string, Tensor> Gradients(DetectionSample[] samples, int batches, ScalarType dtype = ScalarType.Float32)
    {
        using var model = TinyTraining.Model();
        model.train();
        foreach (var sample in samples)
        {
            using var batch = BatchTensors.Of([sample], CPU);
            using var noise = new SeededDenoisingNoise(sample.ImageId);
            new BatchGradients(model, dtype).Add(batch, noise, batches);
        }

        return model.TrainableParameters().Where(parameter => parameter.Value.grad is not null).ToDictionary(parameter => parameter.Name, parameter => parameter.Value.grad!.clone());
    }
}
