using System.Globalization;
using Dino.Evaluation;
using Dino.Model;
using Dino.Repro.Cli;
using Dino.Repro.Models;
using Dino.Repro.Runs;
using Dino.Training.Validation;
using TorchSharp;

namespace Dino.Repro.Stages;

/// <summary>Evaluates one set of weights on the validation images.</summary>
public sealed class EvaluateStage : IStage
{
    private readonly Func<RunContext, string?> _weights;
    private readonly Func<RunContext, DinoConfig> _model;
    private readonly Func<RunFolder, string> _folder;

    private EvaluateStage(string name, string title, string weightsStage, Func<RunContext, string?> weights, Func<RunContext, DinoConfig> model, Func<RunFolder, string> folder)
    {
        (Name, Title, DependsOn) = (name, title, [DataStage.StageName, weightsStage]);
        (_weights, _model, _folder) = (weights, model, folder);
    }

    public static EvaluateStage Pretrained { get; } = new(
        "evaluate-pretrained", "evaluate the pretrained model", WeightsStage.StageName, WeightsStage.Resolve, context => context.Profile.Model, folder => folder.Pretrained);

    public static EvaluateStage FineTuned { get; } = new(
        "evaluate-finetuned", "evaluate the fine-tuned model", FineTuneStage.StageName, FineTuning.Best, FineTuning.Model, folder => folder.FineTuned);

    public string Name { get; }

    public string Title { get; }

    public IReadOnlyList<string> DependsOn { get; }

    public object Settings(RunContext context) => new { Model = _model(context), Size = context.Profile.Recipe.EvaluationSize, context.Device };

    public StageResult Execute(RunContext context, bool resume, CancellationToken cancellation)
    {
        var device = torch.device(context.Device);
        using var model = Detectors.Load(_weights(context), _model(context), device, context.Seed);
        var evaluation = new ModelEvaluation(ExperimentData.Of(context).Validation, context.Profile.Recipe.EvaluationSize, device);
        var report = context.Console.Track("images", progress => evaluation.Run(
            model, step => progress.Report(new ProgressStep(step.Images, step.Total)), cancellation));
        var folder = _folder(context.Folder);
        EvaluationFolder.Write(folder, report);
        context.Console.Line(CocoSummary.Format(report.Coco.Stats).TrimEnd());
        return new StageResult(
            [Path.Combine(folder, "metrics.json"), Path.Combine(folder, "detections.json")],
            new Dictionary<string, string> { ["images"] = report.Images.ToString(CultureInfo.InvariantCulture) },
            string.Create(CultureInfo.InvariantCulture, $"AP {report.Ap:0.000} on {report.Images} images"));
    }
}
