namespace Dino.Training.Logs;

/// <summary>Sum of a logged quantity over <paramref name="Count"/> iterations.</summary>
public sealed record LossTotal(string Name, double Sum, long Count);
