namespace Dino.Benchmarks.Inference.Optimizations;

/// <summary>An optimization of the forward pass, measured off and on with everything else equal. Tensors that an action creates
/// are freed by the caller's dispose scope.</summary>
/// <param name="Name">What the optimization is.</param>
/// <param name="Part">What is timed: the whole model, or the optimized part with the sizes of one 800x1216 image in DINO-4scale
/// R50.</param>
/// <param name="Kept">Whether the product uses it.</param>
/// <param name="Off">The computation without the optimization.</param>
/// <param name="On">The computation with it; null where nothing is left to do.</param>
/// <param name="Settle">An untimed run before each <paramref name="On"/>.</param>
internal sealed record Optimization(string Name, string Part, bool Kept, Action Off, Action? On, Action? Settle = null);
