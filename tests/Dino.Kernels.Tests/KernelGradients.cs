namespace Dino.Kernels.Tests;

/// <summary>What a backward pass writes.</summary>
internal sealed record KernelGradients<T>(T[] Value, T[] Locations, T[] Weights);
