using Dino.Core;
using Dino.Data.Coco;
using Dino.Data.Synthetic;
using Dino.Data.Transforms;
using Dino.Engine;
using Dino.Engine.Attention;
using Dino.Figures.Attention;
using Dino.Pipeline.Attention;
using Dino.Repro.Tests.Models;
using TorchSharp;

namespace Dino.Repro.Tests.Attention;

public sealed class DetectionAttentionTests : IDisposable
{
    private static readonly EvaluationSize Size = new(192, 320);

    private readonly string _folder = Directory.CreateTempSubdirectory("dino-attention-").FullName;
    private readonly CocoDataset _dataset;

    public DetectionAttentionTests() => _dataset = SyntheticDataset.Write(_folder, new SyntheticOptions(5, 1, SyntheticStyle.Experiment));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Of_Image_GivesWeightsThatSumToOne()
    {
        var found = Observe((100, 60));

        Assert.Equal(3, found.Detections.Count);
        Assert.All(found.Detections, detection => Assert.Equal((2, 8, 4, 4), (detection.Layers, detection.Heads, detection.Levels, detection.Points)));
        // Rounding of float32 softmax over 16 samples.
        Assert.All([.. found.Detections, found.Pixel!], samples => Assert.All(
            samples.Weights.Chunk(samples.Levels * samples.Points), head => Assert.Equal(1, head.Sum(weight => (double)weight), 1e-5)));
    }

    /// <summary>In a fresh model the heads look evenly in opposite directions, so that the mean of all samples is where the token is.</summary>
    [Theory]
    [InlineData(100, 60)]
    [InlineData(250, 200)]
    public void Of_Pixel_IsTheEncoderTokenThere(double x, double y)
    {
        var samples = Observe((x, y)).Pixel!;

        var points = samples.Select(layer: 0).ToArray();
        // Half a cell of the finest level: 8 pixels of the input, which is 0.8 times the image.
        Assert.InRange(Math.Abs(points.Average(point => point.X) - x - 0.5), 0, 5.5);
        Assert.InRange(Math.Abs(points.Average(point => point.Y) - y - 0.5), 0, 5.5);
    }

    [Fact]
    public void Of_Detections_GivesTheirSelfAttention()
    {
        var between = Observe(pixel: null).Between;

        Assert.Equal(2 * 8 * 3 * 3, between.Weights.Length);
        Assert.All(between.Weights, weight => Assert.InRange(weight, 1e-6f, 1f));
        Assert.All(between.Weights.Chunk(3), row => Assert.InRange(row.Sum(), 0, 1));
        Assert.Equal(20, between.Queries);
    }

    [Fact]
    public void Of_PixelOutside_IsRefused()
        => Assert.Contains("outside the image", Assert.Throws<BadInputException>(() => Observe((5000, 1))).Message, StringComparison.Ordinal);

    [Fact]
    public void Write_Image_SavesPicturesAndArrays()
    {
        using var detector = new Detector(SmallDetector.Create(SmallDetector.Config, seed: 3), torch.CPU, Size);
        var files = AttentionDrawing.Write(detector, Source(), _dataset, _dataset.Images[0], 2, (100, 60), Path.Combine(_folder, "a"));

        Assert.All(files, file => Assert.True(File.Exists(file.PngPath)));
        var (weights, shape) = NumpyFile.Read(Path.Combine(_folder, "a", "image-1-pixel-100-60-weights.npy"));
        Assert.Equal([1, 8, 4, 4], shape);
        Assert.Equal(8, weights.Sum(weight => (double)weight), 1e-4); // rounding of float32 softmax
    }

    private CocoSource Source() => new(Path.Combine(_folder, SyntheticDataset.AnnotationFile), Path.Combine(_folder, SyntheticDataset.ImageFolder));

    private ImageAttention Observe((double X, double Y)? pixel)
    {
        using var detector = new Detector(SmallDetector.Create(SmallDetector.Config, seed: 3), torch.CPU, Size);
        var names = Enumerable.Range(0, 7).ToDictionary(label => label, label => $"class {label}");
        return detector.Attention(Source(), _dataset.Images[0], names, leastScore: 0, most: 3, pixel);
    }
}
