namespace Dino.Repro.Verification;

/// <summary>Largest errors that pass.</summary>
/// <param name="Outputs">Absolute, of every tensor.</param>
/// <param name="Losses">Relative, of every loss term and total.</param>
/// <param name="GradientNorms">Relative, of every gradient norm.</param>
/// <param name="Parameters">Relative, of every parameter's sum and norm after a step.</param>
internal sealed record VerificationLimits(double Outputs, double Losses, double GradientNorms, double Parameters)
{
    /// <summary>The same arithmetic in the same precision: only the order of sums differs.</summary>
    public static VerificationLimits Float64 { get; } = new(1e-6, 1e-8, 1e-6, 1e-9);

    /// <summary>float32 against float64: sums of n terms are off by about sqrt(n) * 2^-24 of a term's size (n reaches 4608, a 3x3 convolution over 512 channels: 4e-6 of values about 1)
    /// and some hundred operations in a row add up like a random walk, by 10; so 1e-4 with a margin of 2. Measured: 5e-6. Sums over
    /// queries in losses and over tokens in gradients are relative to larger values and add cancellation, hence 10 and 100 times that.</summary>
    public static VerificationLimits Float32 { get; } = new(1e-4, 1e-3, 1e-2, 1e-5);
}
