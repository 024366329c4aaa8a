using Dino.Kernels;
using Dino.Kernels.Cpu.BFloat16;
using Dino.Torch.Dense;
using Dino.Torch.Memory;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Ops;

/// <summary>Calls of the CPU kernel that samples from projections, on bfloat16 tensors.</summary>
internal static class ProjectedSamplingCalls
{
    public static bool Supports(ScalarType dtype, Device device, long headDim)
        => dtype == ScalarType.BFloat16 && device.type == DeviceType.CPU && DenseOps.Supports(dtype) && ProjectedSampling.Supports(headDim);

    /// <inheritdoc cref="IProjectedMsDeformAttnOp.ApplyProjected"/>
    public static unsafe Tensor Apply(Tensor value, IReadOnlyList<LevelShape> levels, Tensor projected, Tensor references)
    {
        using var scope = NewDisposeScope();
        var (denseValue, denseProjected, denseReferences) = (value.contiguous(), projected.contiguous(), references.to(ScalarType.Float32).contiguous());
        var shape = Shape(value, levels, projected, references);
        var output = empty(shape.Batch, shape.Queries, shape.Heads * (long)shape.HeadDim, value.dtype);
        var points = new References((float*)TensorData.Pointer(denseReferences), (int)references.shape[3], isShared: references.shape[0] == 1);
        ProjectedSampling.Forward(shape, (ushort*)TensorData.Pointer(denseValue), (ushort*)TensorData.Pointer(denseProjected), points, (ushort*)TensorData.Pointer(output));
        TensorData.KeepAlive(denseValue, denseProjected, denseReferences, output);
        return output.MoveToOuterDisposeScope();
    }

    private static MsDeformAttnShape Shape(Tensor value, IReadOnlyList<LevelShape> levels, Tensor projected, Tensor references)
    {
        var (batch, queries, heads) = (value.shape[0], projected.shape[1], value.shape[2]);
        var samples = projected.shape[2] / (3 * heads);
        var points = samples / levels.Count;
        Require(samples * 3 * heads == projected.shape[2] && points * levels.Count == samples, $"projections have {projected.shape[2]} columns; expected 3 * {heads} heads * {levels.Count} levels * points");
        Require(value.shape[1] == levels.Sum(level => (long)level.Tokens), $"value has {value.shape[1]} tokens; the levels have {levels.Sum(level => (long)level.Tokens)}");
        Require(projected.shape[0] == batch, $"projections have batch {projected.shape[0]}; value has {batch}");
        Require(references.dim() == 4 && references.shape[3] is 2 or 4, $"references are [{string.Join(", ", references.shape)}]; expected [batch or 1, queries, levels, 2 or 4]");
        Require(
            (references.shape[0] == batch || references.shape[0] == 1) && references.shape[1] == queries && references.shape[2] == levels.Count,
            $"references are [{string.Join(", ", references.shape)}]; expected [{batch} or 1, {queries}, {levels.Count}, ...]");
        return new MsDeformAttnShape(
            checked((int)batch), checked((int)queries), checked((int)heads), checked((int)value.shape[3]), checked((int)points), levels.Select(level => (level.Height, level.Width)));
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new ArgumentException(message);
        }
    }
}
