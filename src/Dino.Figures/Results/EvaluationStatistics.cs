using Dino.Core;
using Dino.Evaluation;

namespace Dino.Figures.Results;

/// <summary>Curves, intervals and errors of one evaluation.</summary>
/// <param name="Name">What was evaluated, for legends: "pretrained", "fine-tuned".</param>
public sealed record EvaluationStatistics(string Name, EvaluationReport Report)
{
    /// <summary>Reads <c>metrics.json</c>, or what <c>dino evaluate-coco --json</c> wrote.</summary>
    /// <exception cref="BadInputException">Not such a file.</exception>
    public static EvaluationStatistics Load(string name, string path) => new(name, ReportJson.Read(path));
}
