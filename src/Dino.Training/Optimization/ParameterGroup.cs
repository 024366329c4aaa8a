using TorchSharp.Modules;

namespace Dino.Training.Optimization;

/// <summary>Parameters that share a learning rate.</summary>
/// <param name="Name">"main" or "backbone".</param>
/// <param name="InitialLearningRate">Rate of epoch 0.</param>
/// <param name="Parameters">In the model's order; not owned.</param>
public sealed record ParameterGroup(string Name, double InitialLearningRate, IReadOnlyList<(string Name, Parameter Value)> Parameters);
