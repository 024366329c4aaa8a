using ILGPU.Runtime.Cuda;

namespace Dino.Kernels.Cuda.Compilation;

/// <summary>The architecture that PTX is generated for. Newer devices can run it too, because the driver translates PTX for the
/// device.</summary>
/// <param name="Name">The name in the .target line of PTX.</param>
/// <param name="MinimumDriver">The oldest CUDA version that reads this PTX, as cuDriverGetVersion returns it: 1000 × major + 10 ×
/// minor.</param>
/// <param name="HasVectorReductions">Whether red.global.add.v4.f32 exists.</param>
internal sealed record CudaTarget(
    string Name, int Major, int Minor, CudaInstructionSet Isa, int MinimumDriver, bool HasVectorReductions)
{
    public static CudaTarget Sm80 { get; } = new("sm_80", 8, 0, CudaInstructionSet.ISA_70, 11_000, HasVectorReductions: false);

    public static CudaTarget Sm90 { get; } = new("sm_90", 9, 0, CudaInstructionSet.ISA_81, 12_010, HasVectorReductions: true);

    public static IReadOnlyList<CudaTarget> All { get; } = [Sm80, Sm90];

    /// <summary>The newest target that the device and the driver support; null if there is none.</summary>
    public static CudaTarget? For(int major, int minor, int driver)
        => All.LastOrDefault(
            target => (major, minor).CompareTo((target.Major, target.Minor)) >= 0 && driver >= target.MinimumDriver);
}
