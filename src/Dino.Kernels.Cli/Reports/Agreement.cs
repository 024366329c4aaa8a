namespace Dino.Kernels.Cli.Reports;

/// <summary>How near a result comes to the CPU's.</summary>
/// <param name="WorstError">Largest |GPU - CPU| / max(1, |CPU|).</param>
/// <param name="Limit">What it may be.</param>
internal readonly record struct Agreement(double WorstError, double Limit)
{
    /// <summary>Of several results the one whose error is the largest part of its limit.</summary>
    public static Agreement Worst(params ReadOnlySpan<Agreement> results)
    {
        var worst = results[0];
        foreach (var result in results)
        {
            worst = result.WorstError / result.Limit > worst.WorstError / worst.Limit ? result : worst;
        }

        return worst;
    }
}
