using System.CommandLine;
using Dino.Core;
using Dino.Data.Checking;
using Dino.Data.Checking.Fixing;
using Dino.Data.Coco;
using Dino.Data.Drawing;
using Dino.Data.Splitting;
using Dino.Data.Synthetic;
using Dino.Pipeline.Terminal;
using Dino.Repro.Options;
using Spectre.Console;

namespace Dino.Repro.Commands;

/// <summary><c>dino dataset synth|split|check|draw</c>.</summary>
internal static class DatasetCommand
{
    public static Command Create() => new("dataset", "Makes, splits, checks and draws COCO-format datasets.")
    {
        Synth(), Split(), Check(), Draw(),
    };

    private static Command Synth()
    {
        var folder = new Argument<string>("FOLDER") { Description = "Where the dataset goes." };
        var seed = new Option<long>("--seed") { Description = "The same seed gives the same files.", DefaultValueFactory = _ => 201 };
        var images = new Option<int>("--images") { Description = "Number of images.", DefaultValueFactory = _ => 201 };
        var style = new Option<SyntheticStyle>("--style") { Description = "experiment: one class, any weather; pretraining: six classes, bright." };
        var command = new Command("synth", "Draws street scenes with exact boxes.") { folder, seed, images, style };
        command.SetAction((parse, cancellation) =>
        {
            var options = new SyntheticOptions(parse.GetValue(seed), parse.GetValue(images), parse.GetValue(style));
            if (options.Images < 1)
            {
                throw new BadInputException($"--images is {options.Images}; expected at least 1");
            }

            var console = new RunConsole(AnsiConsole.Console, TimeProvider.System);
            var dataset = console.Track("draw scenes", progress => SyntheticDataset.WriteNew(
                parse.GetValue(folder)!, options, new CallbackProgress<int>(done => progress.Report(new ProgressStep(done, options.Images))), cancellation));
            console.Line($"{dataset.Images.Count} images, {dataset.Annotations.Count} boxes, {dataset.Categories.Count} categories in {parse.GetValue(folder)}");
            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }

    private static Command Split()
    {
        var data = new Argument<string>("DATA") { Description = "A folder with images/ and annotations.json, or an image folder with --annotations." };
        var output = new Argument<string>("OUTPUT") { Description = "Where the COCODIR goes." };
        var annotations = new Option<string?>("--annotations") { Description = "The annotation file, where the folder's layout does not show it." };
        var train = new Option<int?>("--train") { Description = "Training images. Default: all that --val leaves." };
        var validation = new Option<int?>("--val") { Description = "Validation images. Default: 40 in 201." };
        var seed = new Option<long>("--seed") { Description = "The same seed gives the same split.", DefaultValueFactory = _ => 42 };
        var stratify = new Option<bool>("--stratify") { Description = "Spreads images evenly by their number of boxes." };
        var copy = new Option<bool>("--copy") { Description = "Copies the images; else they are hard links where possible." };
        var command = new Command("split", "Divides a dataset into train and val and writes a COCODIR with a manifest.") { data, output, annotations, train, validation, seed, stratify, copy };
        command.SetAction((parse, cancellation) =>
        {
            var source = CocoSource.Locate(parse.GetValue(data)!, parse.GetValue(annotations)).Whole
                ?? throw new BadInputException($"{parse.GetValue(data)}: is split already; expected one set to divide");
            var split = DatasetSplit.Write(source, parse.GetValue(output)!, new SplitOptions
            {
                Seed = parse.GetValue(seed),
                Train = parse.GetValue(train),
                Validation = parse.GetValue(validation),
                StratifyByBoxes = parse.GetValue(stratify),
                Copy = parse.GetValue(copy),
            }, cancellation);
            new RunConsole(AnsiConsole.Console, TimeProvider.System).Line(
                $"{split.Manifest.Train} training and {split.Manifest.Validation} validation images in {parse.GetValue(output)}"
                + (split.Reused ? " (unchanged)" : string.Empty));
            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }

    private static Command Check()
    {
        var data = new Argument<string>("DATA") { Description = "A COCO folder, split or not." };
        var annotations = new Option<string?>("--annotations") { Description = "The annotation file, where the folder's layout does not show it." };
        var classes = new Option<int?>("--num-classes") { Description = "The model's num_classes: largest category id + 1." };
        var labelbook = new Option<int?>("--dn-labelbook-size") { Description = "The model's dn_labelbook_size." };
        var json = new Option<string?>("--json") { Description = "Writes all findings to this file." };
        var fix = new Option<string?>("--fix") { Description = "Writes a corrected copy and changes.json to this new folder; DATA stays as it is." };
        var command = new Command("check", "Finds what is wrong with a dataset: every fault with file, id and remedy.") { data, annotations, classes, labelbook, json, fix };
        command.SetAction((parse, cancellation) =>
        {
            var layout = CocoSource.Locate(parse.GetValue(data)!, parse.GetValue(annotations));
            new Outputs()
                .Reads([.. layout.Sources.Select(source => source.AnnotationFile)])
                .Writes("--json", parse.GetValue(json), OutputKind.Json<DatasetCheckReport>())
                .Require();
            var options = new DatasetCheckOptions { NumClasses = parse.GetValue(classes), DnLabelbookSize = parse.GetValue(labelbook) };
            var console = new RunConsole(AnsiConsole.Console, TimeProvider.System);
            var report = console.Track("check", progress => DatasetCheck.Run(
                layout,
                options,
                new CallbackProgress<int>(done => progress.Report(new ProgressStep(done, done))),
                cancellation));
            console.Lines(DatasetCheckText.Format(report).TrimEnd());
            if (parse.GetValue(json) is { } path)
            {
                report.Save(path);
            }

            if (parse.GetValue(fix) is { } copy)
            {
                var changes = DatasetFix.Write(layout, copy, cancellation);
                console.Line($"{changes.Count} changes in the copy {copy}: see changes.json there");
            }

            return Task.FromResult(report.HasErrors ? ExitCode.CheckFailed : ExitCode.Ok);
        });
        return command;
    }

    private static Command Draw()
    {
        var data = new Argument<string>("DATA") { Description = "A COCO folder, split or not." };
        var output = new Argument<string>("OUTPUT") { Description = "Where the pictures go." };
        var annotations = new Option<string?>("--annotations") { Description = "The annotation file, where the folder's layout does not show it." };
        var images = new Option<int?>("--images") { Description = "Draws only so many, evenly spread. Default: all." };
        var command = new Command("draw", "Draws images with their annotations, and contact sheets.") { data, output, annotations, images };
        command.SetAction((parse, cancellation) =>
        {
            var console = new RunConsole(AnsiConsole.Console, TimeProvider.System);
            foreach (var source in CocoSource.Locate(parse.GetValue(data)!, parse.GetValue(annotations)).Sources)
            {
                var folder = Path.Combine(parse.GetValue(output)!, Path.GetFileNameWithoutExtension(source.AnnotationFile));
                new OutputFolder(folder, "dataset draw").Claim();
                var sheets = console.Track("draw", progress => AnnotationDrawing.Write(
                    source,
                    folder,
                    parse.GetValue(images),
                    new CallbackProgress<int>(done => progress.Report(new ProgressStep(done, done))),
                    cancellation));
                console.Line($"{sheets.Count} contact sheets in {folder}");
            }

            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }
}
