using System.Globalization;
using Dino.Engine.Evaluating;
using Dino.Evaluation;
using Dino.Model.Configuration;
using Dino.Pipeline.Runs;

namespace Dino.Pipeline.Stages;

/// <summary>Evaluates one set of weights on the validation images.</summary>
public sealed class EvaluateStage : IStage
{
    private readonly Func<RunContext, string?> _weights;
    private readonly Func<RunContext, DinoConfig> _model;
    private readonly Func<RunFolder, string> _folder;
    private readonly EvaluateStage? _baseline;

    private EvaluateStage(
        string name, string title, string weightsStage, Func<RunContext, string?> weights, Func<RunContext, DinoConfig> model, Func<RunFolder, string> folder, EvaluateStage? baseline = null)
    {
        (Name, Title) = (name, title);
        DependsOn = baseline is null ? [DataStage.StageName, weightsStage] : [DataStage.StageName, weightsStage, baseline.Name];
        (_weights, _model, _folder, _baseline) = (weights, model, folder, baseline);
    }

    public static EvaluateStage Pretrained { get; } = new(
        "evaluate-pretrained", "evaluate the pretrained model", WeightsStage.StageName, WeightsStage.Resolve, context => context.Profile.Model, folder => folder.Pretrained);

    public static EvaluateStage FineTuned { get; } = new(
        "evaluate-finetuned",
        "evaluate the fine-tuned model",
        FineTuneStage.StageName,
        FineTuneStage.Weights,
        FineTuning.Model,
        folder => folder.FineTuned,
        baseline: Pretrained);

    public string Name { get; }

    public string Title { get; }

    public IReadOnlyList<string> DependsOn { get; }

    public IReadOnlyList<string> Code => ["Dino.Training"];

    public object Settings(RunContext context) => new { Model = _model(context), Size = context.Profile.Recipe.EvaluationSize, context.Device, context.Op, Bootstrap = new BootstrapOptions() };

    public StageResult Execute(RunContext context, RunFolder output, bool resume, CancellationToken cancellation)
    {
        var source = ExperimentData.Of(context).Validation;
        var result = DetectorEvaluation.Run(context, source, _weights(context), _model(context), cancellation);
        var report = EvaluationFolder.Write(_folder(output), result, _baseline is null ? null : CocoDetections.Load(DetectionsFile(_baseline._folder(context.Folder))));
        context.Console.Lines(CocoSummary.Format(report.Stats).TrimEnd());
        return new StageResult(
            new Dictionary<string, string>
            {
                ["images"] = result.Images.ToString(CultureInfo.InvariantCulture),
                ["seconds_waited_for_data"] = result.WaitedForData.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture),
            },
            Summary(report));
    }

    private static string DetectionsFile(string folder) => Path.Combine(folder, "detections.json");

    private static string Summary(EvaluationReport report)
    {
        var ap = report.Intervals[0];
        var value = string.Create(CultureInfo.InvariantCulture, $"AP {ap.Value:0.000} ({ap.Low:0.000} to {ap.High:0.000}) on {report.Images} images");
        return report.Comparison is [var change, ..]
            ? string.Create(CultureInfo.InvariantCulture, $"{value}, {change.Difference:+0.000;-0.000;0.000} ({change.Low:+0.000;-0.000;0.000} to {change.High:+0.000;-0.000;0.000})")
            : value;
    }
}
