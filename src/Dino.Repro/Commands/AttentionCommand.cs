using System.CommandLine;
using System.Globalization;
using Dino.Core;
using Dino.Data.Coco;
using Dino.Pipeline.Attention;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Stages;
using Dino.Repro.Options;

namespace Dino.Repro.Commands;

/// <summary><c>dino attention</c>: what the detections of one image looked at.</summary>
internal static class AttentionCommand
{
    public static Command Create()
    {
        var id = new Option<long>("--image") { Description = "Id of the image in the dataset.", Required = true };
        var most = new Option<int>("--detections") { Description = "Best detections to draw.", DefaultValueFactory = _ => 3 };
        var pixel = new Option<string?>("--pixel") { Description = "X,Y in the image: also draws what the encoder attends to from there." };
        pixel.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !TryRead(token.Value, out _))
            {
                result.AddError($"--pixel is {token.Value}; expected X,Y such as 120,80");
            }
        });
        var command = new Command("attention", "Draws the attention of an image's best detections, between them, and of a pixel; writes <output>/attention.") { id, most, pixel };
        var options = new RunOptions().AddTo(command);
        command.SetAction(parse =>
        {
            var context = options.Read(parse);
            var output = Output(context);
            var source = EvaluateCommand.Source(context);
            var dataset = CocoDataset.Load(source.AnnotationFile);
            var image = dataset.Images.FirstOrDefault(image => image.Id == parse.GetValue(id))
                ?? throw new BadInputException($"{source.AnnotationFile}: has no image {parse.GetValue(id)}");
            var place = parse.GetValue(pixel) is { } text && TryRead(text, out var read) ? read : ((double X, double Y)?)null;
            using var detector = context.Load(WeightsStage.Resolve(context), context.Profile.Model);
            output.Claim();
            foreach (var file in AttentionDrawing.Write(detector, source, dataset, image, parse.GetValue(most), place, context.Folder.Attention))
            {
                context.Console.Line($"{file.PngPath}: {file.Caption}");
            }

            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>Not among the maps of a run: the gate compares those, and all that it finds with them.</summary>
    private static OutputFolder Output(RunContext context)
    {
        var (folder, run) = (context.Folder.Attention, RunManifest.Load(context.Folder.Manifest));
        if (run is not null && run.Stages.ContainsKey(AttentionStage.StageName))
        {
            throw new BadInputException(
                $"{folder}: holds the run's own attention maps; choose another --output, with --data {context.Folder.CocoDir}");
        }

        return new OutputFolder(folder, "attention").Require();
    }

    private static bool TryRead(string text, out (double X, double Y) pixel)
    {
        pixel = default;
        return text.Split(',') is [var x, var y]
            && double.TryParse(x, CultureInfo.InvariantCulture, out pixel.X) && double.TryParse(y, CultureInfo.InvariantCulture, out pixel.Y);
    }
}
