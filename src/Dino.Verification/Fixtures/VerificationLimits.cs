namespace Dino.Verification.Fixtures;

/// <summary>Largest errors that pass.</summary>
/// <param name="Outputs">Absolute, of every tensor.</param>
/// <param name="Losses">Relative, of every loss term and total.</param>
/// <param name="GradientNorms">Relative, of every gradient norm.</param>
/// <param name="Parameters">Relative, of every parameter's sum and norm after a step.</param>
internal sealed record VerificationLimits(double Outputs, double Losses, double GradientNorms, double Parameters)
{
    /// <summary>The same arithmetic in the same precision: only the order of sums differs.</summary>
    public static VerificationLimits Float64 { get; } = new(1e-6, 1e-8, 1e-6, 1e-9);

    /// <summary>float32 against float64, from equal parameters and with equal decisions (ExactTraining): sums of n terms are off by about sqrt(n) * 2^-24 of a term's size (n reaches 4608,
    /// a 3x3 convolution over 512 channels: 4e-6 of values about 1) and some hundred operations in a row add up like a random walk, by 10; so 1e-4 with a margin of 2. A focal loss changes
    /// by at most about its logit's error: the same, relative to losses about 1. Gradients pass the operations a second time, on differences that cancel: 10 times that. An update is at most the learning
    /// rate, 1e-4, of which a small gradient's rounding can turn a share: 1e-5 of a parameter's norm. Measured: 6e-6, 2e-6, 6e-5, 4e-7.</summary>
    public static VerificationLimits Float32 { get; } = new(1e-4, 1e-4, 1e-3, 1e-5);
}
