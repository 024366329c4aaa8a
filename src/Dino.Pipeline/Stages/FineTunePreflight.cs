using System.Globalization;
using Dino.Checkpoints;
using Dino.Core;
using Dino.Data.Checking;
using Dino.Data.Coco;
using Dino.Data.Transforms;
using Dino.Engine.Evaluating;
using Dino.Model;
using Dino.Model.Configuration;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Terminal;
using Dino.Torch.Runtime;
using Dino.Training.Preflight;
using Dino.Training.Recipe;
using TorchSharp;

namespace Dino.Pipeline.Stages;

/// <summary>Everything that can go wrong in a night is tried in seconds before it: data, classes, memory, disk, one step on the largest image, the model as it starts.</summary>
internal sealed class FineTunePreflight(RunContext context, ExperimentData data, TimeProvider time)
{
    /// <summary>Validation images of the evaluation before the first step.</summary>
    private const int EvaluatedImages = 40;

    /// <summary>From this image area on a trial at half the size, a quarter of the memory, comes first; smaller ones cannot fill a machine.</summary>
    private const int LargeArea = 512 * 512;

    private readonly torch.Device _device = TorchDevice.Open(context.Device);
    private readonly TrainingRecipe _recipe = FineTuning.Recipe(context);

    /// <param name="loaded">What the weights file gave; null for random weights.</param>
    /// <exception cref="BadInputException">The run would fail; the message says how.</exception>
    public void Run(DinoDetector model, LoadReport? loaded, CancellationToken cancellation)
    {
        var train = CocoDataset.Load(data.Train.AnnotationFile);
        CheckData(model.Config);
        Say(ClassLines(model.Config, train, loaded));
        TryLargestImage(model, train);
        Evaluate(model, loaded, cancellation);
    }

    private void CheckData(DinoConfig config)
    {
        var options = new DatasetCheckOptions { NumClasses = config.NumClasses, DnLabelbookSize = config.DnLabelbookSize, ReadImages = false };
        var report = DatasetCheck.Run(new CocoLayout(null, data.Train, data.Validation), options);
        report.ThrowIfErrors();
        Say([$"data: {string.Join(", ", report.Parts.Select(part => $"{part.Images} images with {part.Annotations - part.Unused} usable boxes of {part.Annotations}"))}; {report.Count(FindingSeverity.Warning)} warnings ('dino dataset check' lists them)"]);
    }

    private IEnumerable<string> ClassLines(DinoConfig config, CocoDataset train, LoadReport? loaded)
    {
        var map = context.Profile.FineTune.ClassMap.ToDictionary(pair => pair.Value, pair => pair.Key);
        yield return $"classes: num_classes {config.NumClasses}, dn_labelbook_size {config.DnLabelbookSize}";
        foreach (var category in train.Categories.OrderBy(category => category.Id))
        {
            yield return loaded is null || !map.TryGetValue(category.Id, out var old)
                ? $"  label {category.Id} {category.Name}: starts anew"
                : $"  label {category.Id} {category.Name}: continues the pretrained label {old}";
        }
    }

    private void TryLargestImage(DinoDetector model, CocoDataset train)
    {
        var size = _recipe.EvaluationSize;
        if ((long)size.ShortSide * size.ShortSide >= LargeArea)
        {
            var half = TrialStep.Run(model, data.Train, train, new EvaluationSize(size.ShortSide / 2, size.MaxSize / 2), _device, time, ComputeTypes.Of(_recipe.Dtype));
            RequireRoom(MemoryEstimate.Of(model, _recipe, 4 * half.ActivationMegabytes));
        }

        var trial = TrialStep.Run(model, data.Train, train, size, _device, time, ComputeTypes.Of(_recipe.Dtype));
        var memory = MemoryEstimate.Of(model, _recipe, trial.ActivationMegabytes);
        Say([Invariant($"largest image: {trial.Image.FileName} as {trial.Width}x{trial.Height}: loss {trial.Loss:0.00}, forward and backward {trial.Duration.TotalSeconds:0.0} s"), .. RequireRoom(memory)]);
    }

    private IEnumerable<string> RequireRoom(MemoryEstimate memory)
    {
        var (disk, free) = (DiskEstimate.Megabytes(memory, _recipe), DiskEstimate.FreeMegabytes(context.Folder.FineTune));
        if (disk > free)
        {
            throw new BadInputException(Invariant($"{context.Folder.FineTune}: the run writes up to {disk:0} MB, {free:0} MB are free; make room or choose another --output"));
        }

        var onDisk = Invariant($"disk: at most {disk:0} MB of {free:0} MB free");
        if (memory.Activations == 0)
        {
            return ["memory: the activations were not measured on this device", onDisk];
        }

        var available = PeakMemory.AvailableMegabytes();
        var parts = Invariant(
            $"weights {memory.Weights:0} MB, gradients {memory.Gradients:0}, Adam {memory.Moments:0}, moving average {memory.Average:0}, activations of {_recipe.BatchSize} images {memory.Activations:0}");
        if (memory.Additional > available)
        {
            throw new BadInputException(Invariant($"training needs about {memory.Total:0} MB ({parts}), {available:0} MB are there; lower batch_size and raise gradient_accumulation, or lower data_aug_scales"));
        }

        return [Invariant($"memory: about {memory.Total:0} MB ({parts}); {available:0} MB are there"), onDisk];
    }

    private void Evaluate(DinoDetector model, LoadReport? loaded, CancellationToken cancellation)
    {
        var evaluation = new ModelEvaluation(data.Validation, _recipe.EvaluationSize, _device);
        var result = context.Console.Track("before the first step", progress => evaluation.Run(
            model, step => progress.Report(new ProgressStep(step.Images, step.Total)), cancellation, EvaluatedImages));
        Say([Invariant($"AP before the first step: {result.Ap:0.000} on {result.Images} validation images")]);
        if (ZeroExplanation.Of(result, evaluation.GroundTruth, Start(loaded)) is { } reason)
        {
            context.Console.Warn($"an AP of {Invariant($"{result.Ap:0.000}")}: {reason}");
        }
    }

    /// <summary>What explains a 0 on its own.</summary>
    private static string? Start(LoadReport? loaded) => loaded switch
    {
        null => "the weights are random, so this is expected",
        { Ignored.Count: > 0 } or { Missing.Count: > 0 } => "the class heads start anew, so this is expected; a class map would keep the rows of known classes",
        _ => null,
    };

    private void Say(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            context.Console.Line("  " + line);
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
