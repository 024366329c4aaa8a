using System.Globalization;
using Dino.Core;
using Dino.Repro.Gating;
using Dino.Repro.Profiles;
using Dino.Repro.Runs;

namespace Dino.Repro.Baselines;

/// <summary>A run that is to become the baseline, compared with the old one.</summary>
/// <param name="Comparison">With the old baseline; null when there is none or it cannot be compared.</param>
/// <param name="WhyNotCompared">Null when there is a comparison.</param>
public sealed record BaselineAcceptance(GateReport? Comparison, string? WhyNotCompared)
{
    /// <summary>Compares; changes nothing.</summary>
    /// <exception cref="BadInputException">The run is unfinished or a file is bad.</exception>
    public static BaselineAcceptance Prepare(Profile profile, RunFolder folder, BaselineFolder baseline, string? kernels)
    {
        if (BaselineFolder.Manifest(baseline.Metrics) is null)
        {
            return new BaselineAcceptance(null, $"{baseline.Metrics}: no baseline so far");
        }

        try
        {
            return new BaselineAcceptance(Gate.Run(profile, folder, baseline.Root, kernels), null);
        }
        catch (NotComparableException exception)
        {
            return new BaselineAcceptance(null, exception.Message);
        }
    }

    /// <summary>Why a number's difference counts or does not.</summary>
    public static string Significance(GateRow row) => row switch
    {
        { Low: null } => row.Text,
        { Difference: 0, Low: 0, High: 0 } => "unchanged",
        { Low: > 0 } or { High: < 0 } => "significant: the interval excludes zero",
        _ => string.Create(CultureInfo.InvariantCulture, $"not significant: the interval [{row.Low:+0.0000;-0.0000;0.0000}, {row.High:+0.0000;-0.0000;0.0000}] includes zero"),
    };

    /// <exception cref="BadInputException">The manifest's run is unfinished.</exception>
    public static IReadOnlyList<string> Write(RunFolder folder, BaselineFolder baseline, RunManifest run, string reason, string? kernels, TimeProvider time)
    {
        var now = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        // What a comparison asks for must be there before anything is replaced.
        Comparability.Require(run, run, RunFacts.Epochs(run));
        return BaselineWriter.Write(folder, baseline, new BaselineManifest(now, reason, run), kernels);
    }
}
