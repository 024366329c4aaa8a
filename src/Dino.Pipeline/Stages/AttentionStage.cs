using System.Globalization;
using System.Text.Json;
using Dino.Core;
using Dino.Data.Coco;
using Dino.Figures.Drawing;
using Dino.Pipeline.Attention;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Terminal;

namespace Dino.Pipeline.Stages;

/// <summary>Draws what the fine-tuned model's best detections looked at, on the validation images with the most objects.</summary>
public sealed class AttentionStage : IStage
{
    public const string StageName = "attention";

    private static readonly JsonSerializerOptions s_input = InputJson.Strict(JsonSerializerOptions.Default);

    private const int Images = 3;
    private const int DetectionsPerImage = 3;

    public string Name => StageName;

    public string Title => "attention maps";

    public IReadOnlyList<string> DependsOn => [DataStage.StageName, FineTuneStage.StageName];

    /// <summary>Titles, captions and paths of the pictures that the stage made.</summary>
    /// <exception cref="BadInputException">The list of them is damaged.</exception>
    public static IReadOnlyList<FigureFile> Pictures(RunFolder folder)
        => InputJson.Read<FigureFile[]>(ListFile(folder), s_input, "a list of pictures")
            .Select(file => file.PngPath.Length > 0 && Path.GetFileName(file.PngPath) == file.PngPath
                ? file with { PngPath = Path.Combine(folder.Attention, file.PngPath) }
                : throw new BadInputException($"{ListFile(folder)}: names \"{file.PngPath}\"; expected a picture beside it"))
            .ToList();

    public IReadOnlyList<string> Code => ["Dino.Training", "Dino.Figures"];

    public object Settings(RunContext context) => new { Images, DetectionsPerImage, context.Device, context.Op };

    public StageResult Execute(RunContext context, RunFolder output, bool resume, CancellationToken cancellation)
    {
        var source = ExperimentData.Of(context).Validation;
        var dataset = CocoDataset.Load(source.AnnotationFile);
        var (weights, config) = (FineTuneStage.Weights(context), FineTuning.Model(context));
        using var detector = context.Load(weights, config);
        var pictures = context.Console.Track("attention", progress => Busiest(dataset).Index().SelectMany(item =>
        {
            cancellation.ThrowIfCancellationRequested();
            var files = AttentionDrawing.Write(detector, source, dataset, item.Item, DetectionsPerImage, Middle(dataset, item.Item), output.Attention);
            progress.Report(new ProgressStep(item.Index + 1, Images));
            return files;
        }).ToList());
        var relative = pictures.Select(file => file with { PngPath = Path.GetFileName(file.PngPath) });
        AtomicFile.WriteText(ListFile(output), JsonSerializer.Serialize(relative));
        return new StageResult(
            new Dictionary<string, string> { ["pictures"] = pictures.Count.ToString(CultureInfo.InvariantCulture) },
            $"{pictures.Count} pictures in {context.Folder.Attention}");
    }

    private static string ListFile(RunFolder folder) => Path.Combine(folder.Attention, "pictures.json");

    /// <summary>Of the image's largest object: the pixel whose encoder attention is drawn.</summary>
    private static (double X, double Y)? Middle(CocoDataset dataset, CocoImage image)
        => dataset.AnnotationsByImage()[image.Id].OrderByDescending(annotation => annotation.Area).ThenBy(annotation => annotation.Id).FirstOrDefault() is { } largest
            ? (Math.Clamp(Math.Floor(largest.Box.X + (largest.Box.Width / 2)), 0, image.Width - 1), Math.Clamp(Math.Floor(largest.Box.Y + (largest.Box.Height / 2)), 0, image.Height - 1))
            : null;

    private static IEnumerable<CocoImage> Busiest(CocoDataset dataset)
    {
        var annotations = dataset.AnnotationsByImage();
        return dataset.Images.OrderByDescending(image => annotations[image.Id].Count()).ThenBy(image => image.Id).Take(Images);
    }
}
