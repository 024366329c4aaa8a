using Dino.Figures.Drawing;

namespace Dino.Figures.Reports;

/// <summary>A part of a section, free of any format.</summary>
internal abstract record ReportBlock
{
    public sealed record Paragraph(string Text) : ReportBlock;

    public sealed record Bullets(IReadOnlyList<string> Items) : ReportBlock;

    /// <param name="Header">Column names; the first column holds words, the others numbers if <paramref name="Numeric"/>.</param>
    public sealed record Table(string Caption, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows, bool Numeric = true) : ReportBlock;

    public sealed record Preformatted(string Text) : ReportBlock;

    public sealed record Picture(FigureFile File) : ReportBlock;

    /// <summary>The test images one by one.</summary>
    /// <param name="Before">Name of the pretrained model.</param>
    /// <param name="After">Name of the fine-tuned one.</param>
    public sealed record Browser(string Before, string After, IReadOnlyList<ReportImage> Images) : ReportBlock;
}
