using System.Globalization;
using Dino.Checkpoints;
using Dino.Core;
using Dino.Data.Coco;
using Dino.Engine.Loading;
using Dino.Model;
using Dino.Model.Configuration;
using Dino.Pipeline.Profiles;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Terminal;
using Dino.Torch.Runtime;
using Dino.Training.Checkpointing;
using Dino.Training.Loop;
using Dino.Training.Recipe;

namespace Dino.Pipeline.Stages;

/// <summary>Fine-tunes the pretrained model for the user's classes in <c>finetune/</c>.</summary>
public static class FineTuning
{
    /// <summary>The pretrained model with the user's classes: the profile's numbers, or those of the training annotations.</summary>
    public static DinoConfig Model(RunContext context)
    {
        var profile = context.Profile.FineTune;
        var classes = profile.NumClasses ?? ClassesOf(CocoDataset.Load(ExperimentData.Of(context).Train.AnnotationFile));
        return context.Profile.Model with { NumClasses = classes, DnLabelbookSize = profile.DnLabelbookSize ?? classes };
    }

    /// <summary>The profile's recipe with what the command line says.</summary>
    public static TrainingRecipe Recipe(RunContext context)
        => context.Profile.Recipe with
        {
            Seed = context.Seed,
            Epochs = context.Epochs ?? context.Profile.Recipe.Epochs,
            Dtype = context.Dtype ?? context.Profile.Recipe.Dtype,
        };

    /// <summary>The best checkpoint of a run that has just ended, of the weights or of their moving average; the last one when
    /// no epoch had an AP above 0.</summary>
    public static string Best(RunContext context, TrainingResult result)
        => result.BestFile(new RunFiles(context.Folder.FineTune));

    /// <summary>Trains to the end, or until cancelled; then the state is saved and <paramref name="resume"/> goes on from there.</summary>
    /// <param name="folder">Of the run; null for the context's.</param>
    /// <exception cref="BadInputException">Data, weights or an earlier run in the folder do not allow it.</exception>
    public static TrainingResult Run(RunContext context, bool resume, TimeProvider time, CancellationToken cancellation, string? folder = null)
    {
        var (device, data) = (TorchDevice.Open(context.Device), ExperimentData.Of(context));
        using var model = Detectors.Create(Model(context), device, context.Seed, context.Op);
        var loaded = LoadPretrained(context, model, CocoDataset.Load(data.Train.AnnotationFile));
        if (!resume)
        {
            new FineTunePreflight(context, data, time).Run(model, loaded, cancellation);
        }

        return context.Console.Track(resume ? "resumed" : "train", progress =>
        {
            using var trainer = new Trainer(
                model, Recipe(context), data.Train, data.Validation, folder ?? context.Folder.FineTune, device, new ConsoleObserver(context.Console, progress), time);
            return trainer.Run(resume, cancellation);
        });
    }

    /// <summary>What a finished run says: the best epoch with the reservation it needs, and an early end.</summary>
    public static IReadOnlyList<string> Outcome(RunContext context, TrainingResult result)
    {
        var (best, recipe, file) = (result.BestOfAll, Recipe(context), Best(context, result));
        var lines = new List<string>();
        if (result.Epoch < recipe.Epochs)
        {
            lines.Add($"stopped early: no better AP in the last {recipe.EarlyStopping} of {result.Epoch} epochs");
        }

        lines.Add(best.Epoch < 0
            ? $"no epoch had an AP above 0: {file} holds the last weights"
            : Invariant(
                $"best AP {best.Ap:0.000} in epoch {best.Epoch + 1}{(best == result.Best ? "" : " (moving average)")}: {file}"));
        if (best.Epoch >= 0)
        {
            lines.Add(Invariant(
                $"warning: the best of {result.Epoch} epochs was chosen on the validation images, so its AP there flatters; the last epoch's {result.LastAp:0.000} is not chosen, and images that took no part would measure it"));
        }

        lines.Add(Invariant($"the steps waited {result.WaitedForData.TotalSeconds:0.00} s for data"));
        return lines;

        static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A label is a raw category id, so the largest decides.</summary>
    private static int ClassesOf(CocoDataset train) => checked((int)train.Categories.Max(category => category.Id) + 1);

    /// <returns>Null for random weights.</returns>
    private static LoadReport? LoadPretrained(RunContext context, DinoDetector model, CocoDataset train)
    {
        if (WeightsStage.Resolve(context) is not { } weights)
        {
            context.Console.Line("  random weights: nothing is loaded");
            return null;
        }

        using var checkpoint = Checkpoint.Open(weights);
        var report = StateDictLoader.Load(model.StateDict(), checkpoint, Options(context.Profile.FineTune, train, model.Config.NumClasses));
        context.Console.Line(
            $"  {report.Loaded.Count} tensors loaded, {report.Resized.Count} took the rows of matching classes, {report.Ignored.Count} ignored, {report.Missing.Count} start anew");
        return report;
    }

    /// <summary>With a class map the mapped classes keep their rows and labels that no annotation uses are kept out; without, the reference's way.</summary>
    private static LoadOptions Options(FineTuneProfile profile, CocoDataset train, int classes)
    {
        if (profile.ClassMap.Count == 0)
        {
            return new LoadOptions { FinetuneIgnore = profile.FinetuneIgnore, Strict = false };
        }

        var used = train.Categories.Select(category => category.Id).Concat(profile.ClassMap.Values).ToHashSet();
        var absent = Enumerable.Range(0, classes).Where(label => !used.Contains(label));
        return new LoadOptions { ClassMap = new ClassMap(profile.ClassMap.ToDictionary(pair => pair.Value, pair => pair.Key), absent) };
    }
}
