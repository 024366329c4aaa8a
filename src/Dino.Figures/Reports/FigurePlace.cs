namespace Dino.Figures.Reports;

/// <summary>The section of the report that shows a figure.</summary>
public enum FigurePlace
{
    Data,
    Results,
    Statistics,
    Training,
    Cases,
    Attention,
    Performance,
}
