using System.CommandLine;
using System.Globalization;
using Dino.Checkpoints;
using Dino.Core;
using Dino.Data.Coco;
using Dino.Data.Synthetic;
using Dino.Engine.Loading;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Terminal;
using Dino.Repro.Options;
using Dino.Torch.Runtime;
using Dino.Training.Checkpointing;
using Dino.Training.Loop;
using TorchSharp;

namespace Dino.Repro.Commands;

/// <summary><c>dino pretrain</c>: the embedded profile's weights, from scratch.</summary>
internal static class PretrainCommand
{
    public static Command Create()
    {
        var resume = new Option<bool>("--resume") { Description = "Goes on from the run folder's checkpoint." };
        var publish = new Option<string?>("--publish") { Description = "Writes the best weights to this file as well (baselines/weights/dino-embedded.safetensors)." };
        var command = new Command("pretrain", "Trains the profile's model from scratch on synthetic scenes of many classes.") { resume, publish };
        var options = new RunOptions().AddTo(command);
        command.SetAction((parse, cancellation) =>
        {
            var context = options.Read(parse);
            Run(context, parse.GetValue(resume), parse.GetValue(publish), cancellation);
            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }

    private static void Run(RunContext context, bool resume, string? publish, CancellationToken cancellation)
    {
        var pretrain = context.Profile.Pretrain
            ?? throw new BadInputException($"profile '{context.Profile.Name}' has no pretrain section; its weights are downloaded");
        var recipe = pretrain.Recipe with { Seed = context.Seed, Epochs = context.Epochs ?? pretrain.Recipe.Epochs };
        var root = Path.Combine(context.Folder.Root, "pretrain");
        new Outputs().Writes("--publish", publish, new OutputKind("weights that dino pretrain wrote", IsPublished)).Require();
        new OutputFolder(root, "pretrain").Claim();
        var train = Scenes(context.Console, Path.Combine(root, "train"), pretrain.SyntheticSeed, pretrain.Images, cancellation);
        var validation = Scenes(context.Console, Path.Combine(root, "val"), pretrain.SyntheticSeed + 1, pretrain.ValImages, cancellation);

        // A frozen norm with its initial statistics would leave a new backbone without any normalisation: statistics come from the batches here.
        var config = context.Profile.Model with { BackboneNorm = "batch", FreezeAt = 0 };
        var files = new RunFiles(Path.Combine(root, "run"));
        using var model = Detectors.Create(config, TorchDevice.Open(context.Device), context.Seed, context.Op);
        var result = context.Console.Track("train", progress =>
        {
            using var trainer = new Trainer(model, recipe, train, validation, files.Folder, TorchDevice.Open(context.Device), new ConsoleObserver(context.Console, progress), TimeProvider.System);
            return trainer.Run(resume, cancellation);
        });
        cancellation.ThrowIfCancellationRequested();
        if (result.BestEpoch < 0)
        {
            throw new BadInputException($"{files.Folder}: no epoch had an AP above 0, so there are no best weights; train for more epochs");
        }

        context.Console.Line(string.Create(CultureInfo.InvariantCulture, $"best AP {result.BestAp:0.000} in epoch {result.BestEpoch + 1}: {files.Best}"));
        if (publish is not null)
        {
            Publish(context, files.Best, publish, result);
        }
    }

    private static CocoSource Scenes(RunConsole console, string folder, long seed, int images, CancellationToken cancellation)
    {
        console.Track("draw scenes", progress => SyntheticDataset.Write(
            folder,
            new SyntheticOptions(seed, images, SyntheticStyle.Pretraining),
            new CallbackProgress<int>(done => progress.Report(new ProgressStep(done, images))),
            cancellation));
        return CocoSource.Locate(folder).Whole!;
    }

    private static bool IsPublished(string path)
    {
        using var checkpoint = Checkpoint.Open(path);
        return new[] { TrainingTensors.ConfigKey, "epoch", "ap" }.All(checkpoint.Metadata.ContainsKey);
    }

    /// <summary>The weights with the profile's own configuration, whose norms are frozen, in their metadata.</summary>
    private static void Publish(RunContext context, string best, string path, TrainingResult result)
    {
        using var model = Detectors.Load(best, context.Profile.Model, torch.CPU, context.Seed, context.Op);
        SafetensorsWriter.Write(path, model.StateDict(), new Dictionary<string, string>
        {
            [TrainingTensors.ConfigKey] = context.Profile.Model.ToJson(),
            ["epoch"] = result.BestEpoch.ToString(CultureInfo.InvariantCulture),
            ["ap"] = result.BestAp.ToString("R", CultureInfo.InvariantCulture),
        });
        context.Console.Line($"published {path}");
    }
}
