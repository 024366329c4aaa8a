using Dino.Core;
using Dino.Ops;
using Dino.Torch.Runtime;
using static TorchSharp.torch;

namespace Dino.Verification.Fixtures;

/// <summary>Where and how a verification runs: <see cref="VerificationOptions"/> resolved.</summary>
internal sealed record VerificationPlatform(Device Device, ScalarType DType, IMsDeformAttnOp Op, VerificationLimits Limits)
{
    /// <exception cref="BadInputException">Torch finds no such device, or the op does not run on it.</exception>
    public static VerificationPlatform Of(VerificationOptions options) => new(
        TorchDevice.Open(options.Device),
        options.DType == "float32" ? ScalarType.Float32 : ScalarType.Float64,
        MsDeformAttnOps.Select(options.Op),
        options.DType == "float32" ? VerificationLimits.Float32 : VerificationLimits.Float64);

    /// <summary>How close two scores must be to change places: both may be off by the limit. 0 in the reference's precision.</summary>
    public double RankingTolerance => DType == ScalarType.Float64 ? 0 : 2 * Limits.Outputs;

    /// <summary>Converts a floating-point tensor. The caller owns the result.</summary>
    public Tensor Place(Tensor values) => values.to(DType).to(Device);
}
