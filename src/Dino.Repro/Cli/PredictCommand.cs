using System.CommandLine;
using Dino.Data.Drawing;
using Dino.Data.Images;
using Dino.Evaluation;
using Dino.Repro.Models;
using Dino.Repro.Runs;
using Dino.Repro.Stages;
using SkiaSharp;
using TorchSharp;

namespace Dino.Repro.Cli;

/// <summary><c>dino predict</c>: detections of image files, as JSON and as pictures.</summary>
internal static class PredictCommand
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp"];

    public static Command Create()
    {
        var paths = new Argument<string[]>("IMAGES") { Description = "Image files or folders.", Arity = ArgumentArity.OneOrMore };
        var threshold = new Option<double>("--threshold") { Description = "Least score of a detection.", DefaultValueFactory = _ => 0.3 };
        var command = new Command("predict", "Detects objects in image files; writes <output>/predictions: detections.json (ids count the files in order) and pictures.") { paths, threshold };
        var options = new RunOptions().AddTo(command);
        command.SetAction((parse, cancellation) =>
        {
            var context = options.Read(parse);
            var failures = Run(context, Files(parse.GetValue(paths)!), parse.GetValue(threshold), cancellation);
            return Task.FromResult(failures == 0 ? ExitCode.Ok : ExitCode.CheckFailed);
        });
        return command;
    }

    /// <returns>The number of files that could not be read; the others are done all the same.</returns>
    private static int Run(RunContext context, IReadOnlyList<string> files, double threshold, CancellationToken cancellation)
    {
        var folder = Path.Combine(context.Folder.Root, "predictions");
        var device = torch.device(context.Device);
        using var model = Detectors.Load(WeightsStage.Resolve(context), context.Profile.Model, device, context.Seed, context.Op);
        var prediction = new ImagePrediction(model, context.Profile.Recipe.EvaluationSize, device, threshold);
        var (detections, failures) = (new CocoDetectionsBuilder(), 0);
        context.Console.Track("images", progress =>
        {
            foreach (var (index, file) in files.Index())
            {
                cancellation.ThrowIfCancellationRequested();
                try
                {
                    var found = prediction.Of(file, index + 1);
                    found.AddTo(detections);
                    Draw(found, Path.Combine(folder, $"{index + 1:D6}-{Path.GetFileNameWithoutExtension(file)}.jpg"));
                    context.Console.Line($"{file}: {found.Boxes.Count} detections");
                }
                catch (Exception exception) when (exception is InvalidDataException or IOException)
                {
                    failures++;
                    context.Console.Warn(exception.Message);
                }

                progress.Report(new ProgressStep(index + 1, files.Count));
            }
        });
        detections.Build().Save(Path.Combine(folder, "detections.json"));
        context.Console.Line($"{files.Count - failures} of {files.Count} files, written to {folder}");
        return failures;
    }

    private static void Draw(PredictedImage found, string path)
    {
        using SKBitmap picture = AnnotationDrawing.Draw(ImageDecoder.Decode(found.File), found.Boxes, found.Categories);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        RgbBitmap.Save(picture, path);
    }

    private static List<string> Files(IEnumerable<string> paths)
    {
        var files = paths.SelectMany(path => Directory.Exists(path)
            ? Directory.EnumerateFiles(path).Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)
            : (IEnumerable<string>)[path]).ToList();
        return files.Count > 0 ? files : throw new InvalidDataException("no image files among what was given");
    }
}
