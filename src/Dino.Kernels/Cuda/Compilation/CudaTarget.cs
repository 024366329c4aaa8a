using ILGPU.Runtime.Cuda;

namespace Dino.Kernels.Cuda.Compilation;

/// <summary>What PTX is generated for. Newer devices run it too: the driver translates PTX for the device at hand.</summary>
/// <param name="Name">As PTX's .target names it.</param>
/// <param name="MinimumDriver">CUDA version that reads this PTX, as cuDriverGetVersion gives it (1000 × major + 10 × minor).</param>
/// <param name="HasVectorReductions">Whether there is red.global.add.v4.f32.</param>
internal sealed record CudaTarget(string Name, int Major, int Minor, CudaInstructionSet Isa, int MinimumDriver, bool HasVectorReductions)
{
    public static CudaTarget Sm80 { get; } = new("sm_80", 8, 0, CudaInstructionSet.ISA_70, 11_000, HasVectorReductions: false);

    public static CudaTarget Sm90 { get; } = new("sm_90", 9, 0, CudaInstructionSet.ISA_81, 12_010, HasVectorReductions: true);

    public static IReadOnlyList<CudaTarget> All { get; } = [Sm80, Sm90];

    /// <summary>The newest target that device and driver take; null when there is none.</summary>
    public static CudaTarget? For(int major, int minor, int driver)
        => All.LastOrDefault(target => (major, minor).CompareTo((target.Major, target.Minor)) >= 0 && driver >= target.MinimumDriver);
}
