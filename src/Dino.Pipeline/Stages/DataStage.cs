using System.Globalization;
using Dino.Core;
using Dino.Data.Checking;
using Dino.Data.Coco;
using Dino.Data.Drawing;
using Dino.Data.Splitting;
using Dino.Data.Synthetic;
using Dino.Data.Transforms;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Terminal;

namespace Dino.Pipeline.Stages;

/// <summary>Makes the synthetic set or takes the user's, checks it, splits it and draws its annotations.</summary>
public sealed class DataStage : IStage
{
    public const string StageName = "data";

    /// <summary>Annotated images drawn of each part: one contact sheet.</summary>
    private const int DrawnImages = 25;

    /// <summary>As last read for the fingerprint; it is kept with the result.</summary>
    private UserData? _userData;

    public string Name => StageName;

    public string Title => "data";

    public IReadOnlyList<string> DependsOn => [];

    public IReadOnlyList<string> Code => ["Dino.Data"];

    public object Settings(RunContext context) => new
    {
        context.Profile.Data,
        context.Profile.FineTune.NumClasses,
        context.Profile.FineTune.DnLabelbookSize,
        context.Seed,
    };

    /// <summary>The user's dataset; nothing for a synthetic one.</summary>
    public IReadOnlyDictionary<string, string> Inputs(RunContext context) => (_userData = UserData.Of(context, _userData)).Hashes;

    public StageResult Execute(RunContext context, RunFolder output, bool resume, CancellationToken cancellation)
    {
        var data = ExperimentData.GivenSplit(context) ?? Split(context, output, Whole(context, output, cancellation));
        _userData?.Save(output);
        Check(context, output, data);
        var (train, validation) = (CocoDataset.Load(data.Train.AnnotationFile), CocoDataset.Load(data.Validation.AnnotationFile));
        Draw(context, output, data);
        var (trainBoxes, validationBoxes) = (BoxCount.ForTraining(train), BoxCount.ForEvaluation(validation));
        return new StageResult(
            new Dictionary<string, string>
            {
                ["train_images"] = Text(train.Images.Count),
                ["train_boxes"] = Text(trainBoxes.Total),
                ["train_boxes_unused"] = Text(trainBoxes.Unused),
                ["val_images"] = Text(validation.Images.Count),
                ["val_boxes"] = Text(validationBoxes.Total),
                ["val_boxes_unused"] = Text(validationBoxes.Unused),
                ["train_sha256"] = FileHash.Sha256(data.Train.AnnotationFile),
                ["val_sha256"] = FileHash.Sha256(data.Validation.AnnotationFile),
            },
            $"{train.Images.Count} training images with {trainBoxes}; {validation.Images.Count} validation images with {validationBoxes}");
    }

    private static CocoSource Whole(RunContext context, RunFolder output, CancellationToken cancellation)
    {
        if (context.DataPath is not null)
        {
            return CocoSource.Locate(context.DataPath, context.AnnotationsPath).Whole!;
        }

        var folder = Path.Combine(output.Data, "source");
        var options = new SyntheticOptions(context.Profile.Data.SyntheticSeed, context.Profile.Data.SyntheticImages, SyntheticStyle.Experiment);
        context.Console.Track("draw scenes", progress => SyntheticDataset.Write(
            folder, options, new CallbackProgress<int>(done => progress.Report(new ProgressStep(done, options.Images))), cancellation));
        return CocoSource.Locate(folder).Whole!;
    }

    private static ExperimentData Split(RunContext context, RunFolder output, CocoSource source)
    {
        var profile = context.Profile.Data;
        var split = DatasetSplit.Write(source, output.CocoDir, new SplitOptions
        {
            Seed = context.Seed,
            ValidationFraction = (double)profile.Val / (profile.Train + profile.Val),
        });
        return new ExperimentData(split.Train, split.Validation);
    }

    /// <summary>Stops the run on errors; the findings lie in <c>data/check.txt</c> and <c>data/check.json</c>.</summary>
    private static void Check(RunContext context, RunFolder output, ExperimentData data)
    {
        var options = new DatasetCheckOptions { NumClasses = context.Profile.FineTune.NumClasses, DnLabelbookSize = context.Profile.FineTune.DnLabelbookSize };
        var report = context.Console.Track("check", progress => DatasetCheck.Run(
            new CocoLayout(null, data.Train, data.Validation), options, new CallbackProgress<int>(done => progress.Report(new ProgressStep(done, done))))).RelativeTo(output.Root);
        report.Save(Path.Combine(output.Data, "check.json"));
        AtomicFile.WriteText(Path.Combine(output.Data, "check.txt"), DatasetCheckText.Format(report));
        report.ThrowIfErrors();
        if (report.Count(FindingSeverity.Warning) is > 0 and var warnings)
        {
            context.Console.Warn($"{warnings} findings in the data: {Path.Combine(context.Folder.Data, "check.txt")}");
        }
    }

    private static void Draw(RunContext context, RunFolder output, ExperimentData data)
    {
        var images = 2 * DrawnImages;
        context.Console.Track("draw annotations", progress =>
        {
            var drawn = 0;
            foreach (var (source, part) in new[] { (data.Train, "train"), (data.Validation, "val") })
            {
                AnnotationDrawing.Write(
                    source, Path.Combine(output.Data, "drawn", part), DrawnImages, new CallbackProgress<int>(_ => progress.Report(new ProgressStep(++drawn, images))));
            }
        });
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
