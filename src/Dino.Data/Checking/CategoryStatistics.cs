namespace Dino.Data.Checking;

/// <summary>How often a category occurs.</summary>
/// <param name="Images">Images with at least one annotation of it.</param>
public sealed record CategoryStatistics(int Id, string Name, int Annotations, int Images);
