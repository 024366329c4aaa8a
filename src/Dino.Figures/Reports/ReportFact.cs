namespace Dino.Figures.Reports;

/// <summary>A line of a fact table, such as "device" and "CPU, 16 cores".</summary>
public sealed record ReportFact(string Name, string Value);
