namespace Dino.TestUtilities.Snapshots;

/// <summary>How far a number of a snapshot may be off. The test that chooses one says in a comment what it absorbs.</summary>
/// <param name="Absolute">In the number's own unit.</param>
/// <param name="Relative">Share of the verified number, added to <paramref name="Absolute"/>.</param>
public sealed record NumericTolerance(double Absolute, double Relative = 0)
{
    /// <summary>Every character must be the same.</summary>
    public static NumericTolerance Exact { get; } = new(0);

    /// <summary>False for NaN on one side only.</summary>
    public bool Accepts(double verified, double received)
        => verified.Equals(received) || Math.Abs(received - verified) <= Absolute + (Relative * Math.Abs(verified));
}
