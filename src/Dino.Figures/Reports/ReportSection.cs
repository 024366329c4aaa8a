namespace Dino.Figures.Reports;

/// <summary>A heading with what follows it.</summary>
internal sealed record ReportSection(string Heading, IReadOnlyList<ReportBlock> Blocks);
