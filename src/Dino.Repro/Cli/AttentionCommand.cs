using System.CommandLine;
using Dino.Data.Coco;
using Dino.Repro.Attention;
using Dino.Repro.Models;
using Dino.Repro.Stages;
using TorchSharp;

namespace Dino.Repro.Cli;

/// <summary><c>dino attention</c>: what the detections of one image looked at.</summary>
internal static class AttentionCommand
{
    public static Command Create()
    {
        var id = new Option<long>("--image") { Description = "Id of the image in the dataset.", Required = true };
        var most = new Option<int>("--detections") { Description = "Best detections to draw.", DefaultValueFactory = _ => 3 };
        var command = new Command("attention", "Draws the decoder's attention for an image's best detections; writes <output>/attention.") { id, most };
        var options = new RunOptions().AddTo(command);
        command.SetAction(parse =>
        {
            var context = options.Read(parse);
            var source = EvaluateCommand.Source(context);
            var dataset = CocoDataset.Load(source.AnnotationFile);
            var image = dataset.Images.FirstOrDefault(image => image.Id == parse.GetValue(id))
                ?? throw new InvalidDataException($"{source.AnnotationFile}: has no image {parse.GetValue(id)}");
            var device = torch.device(context.Device);
            using var model = Detectors.Load(WeightsStage.Resolve(context), context.Profile.Model, device, context.Seed, context.Op);
            var attention = new DetectionAttention(model, context.Profile.Recipe.EvaluationSize, device);
            foreach (var file in AttentionDrawing.Write(attention, source, dataset, image, parse.GetValue(most), context.Folder.Attention))
            {
                context.Console.Line($"{file.PngPath}: {file.Caption}");
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
