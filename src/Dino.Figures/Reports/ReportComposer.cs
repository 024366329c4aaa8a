using Dino.Evaluation;

namespace Dino.Figures.Reports;

/// <summary>Puts the report's sections together; the same for Markdown and HTML.</summary>
internal static class ReportComposer
{
    public static IReadOnlyList<ReportSection> Compose(ReportModel model)
    {
        var findings = new Findings(model);
        List<ReportSection> sections =
        [
            new("Result", [new ReportBlock.Paragraph(findings.Headline()), ReportTables.Metrics(model), .. Pictures(model, FigurePlace.Results)]),
            new("What changed", [new ReportBlock.Bullets([.. findings.Changes()])]),
            new("Where it fails", [new ReportBlock.Bullets([.. findings.Failures()])]),
            new("Setup", [ReportTables.Facts("Setup", model.Setup)]),
            new("Data", [ReportTables.Facts("Data", model.Data), .. Pictures(model, FigurePlace.Data)]),
            new("COCO evaluation",
            [
                new ReportBlock.Paragraph($"Before fine-tuning ({model.Pretrained.Name}):"), new ReportBlock.Preformatted(CocoSummary.Format(model.Pretrained.Stats)),
                .. StatisticsTables.Notes(model.Statistics[0].Report),
                new ReportBlock.Paragraph($"After fine-tuning ({model.FineTuned.Name}):"), new ReportBlock.Preformatted(CocoSummary.Format(model.FineTuned.Stats)),
                .. StatisticsTables.Notes(model.Statistics[^1].Report),
            ]),
            new("Statistics", [.. Pictures(model, FigurePlace.Statistics), .. StatisticsTables.Of(model.Statistics)]),
            new("Losses", [ReportTables.Losses(model)]),
        ];
        AddPictures(sections, model, "Training", FigurePlace.Training);
        sections.Add(new("Cases", [.. Pictures(model, FigurePlace.Cases), ReportTables.Images(model)]));
        if (model.Images.Count > 0)
        {
            sections.Add(new("Image by image", [new ReportBlock.Browser(model.Pretrained.Name, model.FineTuned.Name, model.Images)]));
        }

        AddPictures(sections, model, "Attention", FigurePlace.Attention);
        AddPictures(sections, model, "Time and memory", FigurePlace.Performance);
        sections.Add(new("Do it again", [new ReportBlock.Preformatted(string.Join("\n", model.Commands) + "\n")]));
        return sections;
    }

    private static void AddPictures(List<ReportSection> sections, ReportModel model, string heading, FigurePlace place)
    {
        var pictures = Pictures(model, place).ToArray();
        if (pictures.Length > 0)
        {
            sections.Add(new(heading, pictures));
        }
    }

    private static IEnumerable<ReportBlock> Pictures(ReportModel model, FigurePlace place)
        => model.Figures.Where(figure => figure.Place == place).Select(figure => new ReportBlock.Picture(figure.File));
}
