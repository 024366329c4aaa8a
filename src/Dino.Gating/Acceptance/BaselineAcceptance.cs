using System.Globalization;
using Dino.Core;
using Dino.Gating.Baselines;
using Dino.Gating.Checks;
using Dino.Gating.Comparison;
using Dino.Pipeline.Kernels;
using Dino.Pipeline.Runs;

namespace Dino.Gating.Acceptance;

/// <summary>A run that is to become the baseline, compared with the old one.</summary>
/// <param name="Comparison">With the old baseline; null when there is none or it cannot be compared.</param>
/// <param name="WhyNotCompared">Null when there is a comparison.</param>
public sealed record BaselineAcceptance(GateReport? Comparison, string? WhyNotCompared)
{
    /// <summary>Checks that the run's numbers are those of its detections, and compares; changes nothing.</summary>
    /// <param name="root">Folder of all baselines.</param>
    /// <exception cref="BadInputException">Unfinished, numbers that are not those of the detections, or a bad file.</exception>
    public static BaselineAcceptance Prepare(RunContext context, RunManifest run, string root, KernelRatios? kernels)
    {
        MetricCheck.RequireOwnNumbers(context.Folder, GateContext.GroundTruthOf(context, run));
        var place = BaselineFolder.For(root, run);
        if (place.Open() is null)
        {
            return new BaselineAcceptance(null, $"{place.Place}: no baseline so far");
        }

        try
        {
            return new BaselineAcceptance(Gate.Run(context, run, root, kernels), null);
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

    /// <returns>The folder written.</returns>
    /// <exception cref="BadInputException">The manifest's run is unfinished.</exception>
    public static string Write(
        RunFolder folder, RunManifest run, string root, string reason, KernelRatios? kernels, TimeProvider time)
    {
        var now = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        // What a comparison asks for must be there before anything is replaced.
        Comparability.Require(run, run, RunFacts.Epochs(run));
        var place = BaselineFolder.For(root, run);
        BaselineWriter.Write(folder, place, now, reason, run, kernels);
        return place.Place;
    }
}
