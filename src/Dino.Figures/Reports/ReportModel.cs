using Dino.Figures.Cases;
using Dino.Figures.Results;

namespace Dino.Figures.Reports;

/// <summary>All that a report tells; its words are computed from this alone.</summary>
public sealed record ReportModel
{
    public required string Title { get; init; }

    /// <summary>Profile, device, commit, seeds, versions, weights and their hash, times: shown in this order.</summary>
    public required IReadOnlyList<ReportFact> Setup { get; init; }

    /// <summary>Images, objects, split, origin of the data: shown in this order.</summary>
    public required IReadOnlyList<ReportFact> Data { get; init; }

    public required EvaluationSummary Pretrained { get; init; }

    public required EvaluationSummary FineTuned { get; init; }

    /// <summary>Curves, intervals and errors of both evaluations, pretrained first; the fine-tuned one is compared with it.</summary>
    public required IReadOnlyList<EvaluationStatistics> Statistics { get; init; }

    /// <summary>Empty if the model was not trained in this run.</summary>
    public required IReadOnlyList<TrainingEpoch> Training { get; init; }

    /// <summary>The test images judged with the pretrained model.</summary>
    public required IReadOnlyList<DetectionCase> PretrainedCases { get; init; }

    /// <summary>The same images in the same order, fine-tuned.</summary>
    public required IReadOnlyList<DetectionCase> FineTunedCases { get; init; }

    /// <summary>Score from which on detections were judged.</summary>
    public required double LeastScore { get; init; }

    public required IReadOnlyList<ReportFigure> Figures { get; init; }

    /// <summary>For the page's browser; empty for none.</summary>
    public required IReadOnlyList<ReportImage> Images { get; init; }

    /// <summary>The commands that make the run again.</summary>
    public required IReadOnlyList<string> Commands { get; init; }
}
