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
}
