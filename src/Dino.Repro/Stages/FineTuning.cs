using Dino.Checkpoints;
using Dino.Data.Coco;
using Dino.Model;
using Dino.Repro.Cli;
using Dino.Repro.Models;
using Dino.Repro.Profiles;
using Dino.Repro.Runs;
using Dino.Training.Loop;
using Dino.Training.Recipe;
using TorchSharp;

namespace Dino.Repro.Stages;

/// <summary>Fine-tunes the pretrained model for the user's classes in <c>finetune/</c>.</summary>
public static class FineTuning
{
    /// <summary>The pretrained model with the user's number of classes.</summary>
    public static DinoConfig Model(RunContext context) => context.Profile.Model with
    {
        NumClasses = context.Profile.FineTune.NumClasses,
        DnLabelbookSize = context.Profile.FineTune.DnLabelbookSize,
    };

    /// <summary>The profile's recipe with what the command line says.</summary>
    public static TrainingRecipe Recipe(RunContext context)
        => context.Profile.Recipe with { Seed = context.Seed, Epochs = context.Epochs ?? context.Profile.Recipe.Epochs };

    /// <summary>The best checkpoint of the run; the last one when no epoch had an AP above 0.</summary>
    public static string Best(RunContext context)
    {
        var files = new RunFiles(context.Folder.FineTune);
        return File.Exists(files.Best) ? files.Best : files.Checkpoint;
    }

    /// <summary>Trains to the end, or until cancelled; then the state is saved and <paramref name="resume"/> goes on from there.</summary>
    /// <exception cref="InvalidDataException">Data, weights or an earlier run in the folder do not allow it.</exception>
    public static TrainingResult Run(RunContext context, bool resume, TimeProvider time, CancellationToken cancellation)
    {
        var (device, data) = (torch.device(context.Device), ExperimentData.Of(context));
        using var model = Detectors.Create(Model(context), device, context.Seed, context.Op);
        LoadPretrained(context, model, CocoDataset.Load(data.Train.AnnotationFile));
        return context.Console.Track(resume ? "resumed" : "train", progress =>
        {
            using var trainer = new Trainer(
                model, Recipe(context), data.Train, data.Validation, context.Folder.FineTune, device, new ConsoleObserver(context.Console, progress), time);
            return trainer.Run(resume, cancellation);
        });
    }

    private static void LoadPretrained(RunContext context, DinoDetector model, CocoDataset train)
    {
        if (WeightsStage.Resolve(context) is not { } weights)
        {
            context.Console.Line("  random weights: nothing is loaded");
            return;
        }

        using var checkpoint = Checkpoint.Open(weights);
        var report = StateDictLoader.Load(model.StateDict(), checkpoint, Options(context.Profile.FineTune, train));
        context.Console.Line(
            $"  {report.Loaded.Count} tensors loaded, {report.Resized.Count} took the rows of matching classes, {report.Ignored.Count} ignored, {report.Missing.Count} start anew");
    }

    /// <summary>With a class map the mapped classes keep their rows and labels that no annotation uses are kept out; without, the reference's way.</summary>
    private static LoadOptions Options(FineTuneProfile profile, CocoDataset train)
    {
        if (profile.ClassMap.Count == 0)
        {
            return new LoadOptions { FinetuneIgnore = profile.FinetuneIgnore, Strict = false };
        }

        var used = train.Categories.Select(category => category.Id).Concat(profile.ClassMap.Values).ToHashSet();
        var absent = Enumerable.Range(0, profile.NumClasses).Where(label => !used.Contains(label));
        return new LoadOptions { ClassMap = new ClassMap(profile.ClassMap.ToDictionary(pair => pair.Value, pair => pair.Key), absent) };
    }
}
