using System.CommandLine;
using Dino.Core;
using Dino.Core.Coco;
using Dino.Data.Coco;
using Dino.Data.Images;
using Dino.Engine.Prediction;
using Dino.Figures.Cases;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Stages;
using Dino.Pipeline.Terminal;
using Dino.Repro.Options;
using Dino.Repro.Prediction;
using Dino.Torch;

namespace Dino.Repro.Commands;

/// <summary><c>dino predict</c>: detections of image files as JSON, CSV and pictures.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("IMAGES") { Description = "Image files, folders, or patterns with * and **.", Arity = ArgumentArity.OneOrMore };
        var threshold = new Option<double>("--threshold") { Description = "Least score of a detection, 0 to 1.", DefaultValueFactory = _ => Detection.DrawnScore };
        var nms = new Option<double?>("--nms") { Description = "Of two boxes that overlap more than this (IoU) the worse goes; 0 keeps all. Default: the model's setting." };
        var classes = new Option<string?>("--classes") { Description = "A COCO annotation file that names the labels. Default: the names of the profile's weights." };
        var command = new Command("predict", "Detects objects in image files; writes <output>/predictions: predictions.json, predictions.csv, detections.json (COCO) and pictures.")
        {
            paths, threshold, nms, classes,
        };
        foreach (var share in new Option[] { threshold, nms })
        {
            share.Validators.Add(result =>
            {
                if (result.Tokens is [var token] && (!double.TryParse(token.Value, out var value) || value is < 0 or > 1))
                {
                    result.AddError($"{share.Name} is {token.Value}; expected a number from 0 to 1");
                }
            });
        }

        var options = new RunOptions().AddTo(command);
        var precision = new PrecisionOption().AddTo(command);
        command.SetAction((parse, cancellation) =>
        {
            var context = options.Read(parse);
            var folder = Path.Combine(context.Folder.Root, "predictions");
            var output = new OutputFolder(folder, "predict").Require();
            var (files, names) = (ImagePaths.Of(parse.GetValue(paths)!), ClassNames.Of(context, parse.GetValue(classes)));
            using var detector = context.Load(WeightsStage.Resolve(context), context.Profile.Model);
            var prediction = detector.BeginPrediction(parse.GetValue(threshold), parse.GetValue(nms));
            using var session = InferenceSession.Begin(precision.Read(parse));
            output.Claim();
            var failures = Run(context, prediction, files, names, folder, cancellation);
            return Task.FromResult(failures == 0 ? ExitCode.Ok : ExitCode.CheckFailed);
        });
        return command;
    }

    /// <returns>The number of files that could not be read; the others are done all the same.</returns>
    private static int Run(
        RunContext context,
        ImagePrediction prediction,
        IReadOnlyList<string> files,
        ClassNames names,
        string folder,
        CancellationToken cancellation)
    {
        var images = context.Console.Track("images", progress => files.Index().Select(file =>
        {
            cancellation.ThrowIfCancellationRequested();
            var image = Predict(prediction, file.Item, file.Index + 1, names, folder);
            if (image.Error is { } error)
            {
                context.Console.Warn(error);
            }

            progress.Report(new ProgressStep(file.Index + 1, files.Count));
            return image;
        }).ToList());
        PredictionFiles.Write(folder, images, names);
        var failures = images.Count(image => image.Error is not null);
        context.Console.Line($"{images.Sum(image => image.Detections.Count)} detections in {files.Count - failures} of {files.Count} files, written to {folder}");
        return failures;
    }

    private static PredictedImage Predict(ImagePrediction prediction, string file, int id, ClassNames names, string folder)
    {
        try
        {
            var picture = ImageDecoder.Decode(file);
            var detections = prediction.Of(picture, new CocoImage(id, Path.GetFileName(file), picture.Width, picture.Height));
            PredictionPicture.Save(picture, detections, label => names[label], Path.Combine(folder, $"{id:D6}-{Path.GetFileNameWithoutExtension(file)}.jpg"));
            return new PredictedImage(file, detections);
        }
        catch (Exception exception) when (exception is BadInputException or IOException or UnauthorizedAccessException)
        {
            var namesFile = exception.Message.StartsWith(file, StringComparison.Ordinal);
            return new PredictedImage(file, [], namesFile ? exception.Message : $"{file}: {exception.Message}");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A defect, not the user's fault; but the other files' results are the user's all the same.
            var text = exception.Message.ReplaceLineEndings(" ");
            return new PredictedImage(file, [], $"{file}: {exception.GetType().Name}: {text}");
        }
    }
}
