using System.Text.Json;
using Dino.Data.Synthetic;
using Dino.Repro.Cli;
using Dino.Repro.Options;
using Dino.Repro.Prediction;
using SkiaSharp;

namespace Dino.Repro.Tests.Prediction;

/// <summary>The verb with the embedded profile's weights.</summary>
public sealed class PredictCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dino-predict-").FullName;

    private string Predictions => Path.Combine(_folder, "run", "predictions");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Run_GoodAndBadFiles_WritesTheGoodOnesAndExitsWithOne()
    {
        SyntheticDataset.Write(_folder, new SyntheticOptions(5, 2, SyntheticStyle.Experiment));
        var bad = Path.Combine(_folder, "bad, \"torn\".jpg");
        File.WriteAllText(bad, "no picture");

        var code = await RunAsync(bad, Path.Combine(_folder, "images", "*.jpg"), "--threshold", "0.1");

        Assert.Equal(ExitCode.CheckFailed, code);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Predictions, PredictionFiles.Json)));
        var images = json.RootElement.EnumerateArray().ToArray();
        Assert.Equal(3, images.Length);
        Assert.Contains("torn", images[0].GetProperty("error").GetString(), StringComparison.Ordinal);
        var detections = images[1].GetProperty("detections").EnumerateArray().ToArray();
        Assert.NotEmpty(detections);
        Assert.All(detections, detection => Assert.InRange(detection.GetProperty("score").GetDouble(), 0.1, 1));
        Assert.Contains(detections, detection => detection.GetProperty("category").GetString() == "person");
        var lines = File.ReadAllLines(Path.Combine(Predictions, PredictionFiles.Csv));
        Assert.Equal(1 + images.Skip(1).Sum(image => image.GetProperty("detections").GetArrayLength()), lines.Length);
        Assert.Contains(lines, line => line.Contains(",1,person,0.", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(Predictions, "000002-000001.jpg")));
        Assert.False(File.Exists(Path.Combine(Predictions, "000001-bad, \"torn\".jpg")));
    }

    /// <summary>Fewer tokens than the model has queries, and pictures whose short side cannot be enlarged (case b11).</summary>
    [Theory]
    [InlineData(1200, 20)]
    [InlineData(20_000, 1)]
    [InlineData(5000, 8)]
    [InlineData(3, 700)]
    public async Task Run_ElongatedImage_IsPredictedAndDrawnInBounds(int width, int height)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "images"));
        using (var bitmap = new SKBitmap(width, height))
        using (var file = File.Create(Path.Combine(_folder, "images", "strip.png")))
        {
            bitmap.Erase(SKColors.Gray);
            bitmap.Encode(file, SKEncodedImageFormat.Png, 100);
        }

        Assert.Equal(ExitCode.Ok, await RunAsync(Path.Combine(_folder, "images"), "--threshold", "0"));

        Assert.True(File.ReadAllLines(Path.Combine(Predictions, PredictionFiles.Csv)).Length > 1);
        using var drawn = SKBitmap.Decode(Path.Combine(Predictions, "000001-strip.jpg"));
        Assert.InRange(Math.Max(drawn.Width, drawn.Height), 720, 20_000);
    }

    [Fact]
    public async Task Run_Nms_LeavesFewerBoxes()
    {
        SyntheticDataset.Write(_folder, new SyntheticOptions(5, 1, SyntheticStyle.Experiment));

        var counts = new List<int>();
        foreach (var nms in new[] { "0", "0.8", "0.01" })
        {
            Assert.Equal(ExitCode.Ok, await RunAsync(Path.Combine(_folder, "images"), "--threshold", "0", "--nms", nms));
            counts.Add(File.ReadAllLines(Path.Combine(Predictions, PredictionFiles.Csv)).Length);
        }

        Assert.True(counts[0] > counts[1] && counts[1] > counts[2], string.Join(", ", counts));
    }

    [Theory]
    [InlineData("--threshold", "2")]
    [InlineData("--nms", "-1")]
    [InlineData("--classes", "missing.json")]
    public async Task Run_BadOption_ExitsWithTwo(string option, string value)
        => Assert.Equal(ExitCode.BadInput, await RunAsync(_folder + "/*.jpg", option, value));

    private async Task<int> RunAsync(params string[] arguments) => await Application.RunAsync(["predict", .. arguments, "--output", Path.Combine(_folder, "run")]);
}
