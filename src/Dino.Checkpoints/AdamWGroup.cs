namespace Dino.Checkpoints;

/// <summary>A parameter group of AdamW.</summary>
/// <param name="Lr">The rate now; <paramref name="InitialLr"/> that of epoch 0.</param>
/// <param name="Parameters">Numbers of its parameters.</param>
public sealed record AdamWGroup(double Lr, double InitialLr, double Beta1, double Beta2, double Eps, double WeightDecay, IReadOnlyList<int> Parameters);
