using Dino.Core;
using Dino.Gating.Baselines;
using Dino.Pipeline.Kernels;

namespace Dino.Gating;

/// <summary>What a gate or an acceptance is given, checked before there is a run: a mistake shows at once.</summary>
/// <param name="Profile">Its name.</param>
/// <param name="Device">cpu or cuda.</param>
/// <param name="Baselines">Folder of all baselines.</param>
/// <param name="Kernels">A benchmark run's ratios; null where kernels are not judged.</param>
public sealed record ComparisonRequest(string Profile, string Device, string Baselines, string? Kernels)
{
    /// <param name="needsBaseline">Whether there must be a baseline of the profile on the device.</param>
    /// <exception cref="BadInputException">The comparison could not be made; the message says what is missing.</exception>
    public void Require(bool needsBaseline)
    {
        if (Kernels is not null)
        {
            _ = KernelRatios.Load(Kernels);
        }

        if (File.Exists(Baselines))
        {
            throw new BadInputException($"--baseline {Baselines}: is a file; expected the folder of the baselines");
        }

        if (needsBaseline && !HasBaseline())
        {
            throw new BadInputException(
                $"--baseline {Baselines}: no baseline of {Profile} on {Device}; dotnet cake --target=AcceptBaselines makes one");
        }
    }

    private bool HasBaseline() => BaselineFolder.All(Baselines)
        .Any(baseline => baseline.Manifest.Run.Profile == Profile && BaselineFolder.DeviceClass(baseline.Manifest.Run) == Device);
}
