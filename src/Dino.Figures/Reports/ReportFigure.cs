using Dino.Figures.Drawing;

namespace Dino.Figures.Reports;

/// <summary>A picture of the report.</summary>
public sealed record ReportFigure(FigurePlace Place, FigureFile File);
