using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Ops;

/// <summary>The fastest op for the device and dtype of each call; the reference where there is no other.</summary>
public sealed class AutoMsDeformAttnOp : IProjectedMsDeformAttnOp
{
    private static int s_hasComplained;

    private readonly CpuMsDeformAttnOp _cpu = new();
    private readonly CudaMsDeformAttnOp _cuda = new();
    private readonly ReferenceMsDeformAttnOp _reference = new();

    public Tensor Apply(Tensor value, IReadOnlyList<LevelShape> levels, Tensor locations, Tensor weights)
        => Choose(value, levels, locations, weights).Apply(value, levels, locations, weights);

    public bool SupportsProjected(ScalarType dtype, Device device, long headDim) => _cpu.SupportsProjected(dtype, device, headDim);

    public Tensor ApplyProjected(Tensor value, IReadOnlyList<LevelShape> levels, Tensor projected, Tensor references)
        => _cpu.ApplyProjected(value, levels, projected, references);

    private IMsDeformAttnOp Choose(Tensor value, IReadOnlyList<LevelShape> levels, Tensor locations, Tensor weights)
    {
        if (CpuMsDeformAttnOp.Supports(value, locations, weights))
        {
            return _cpu;
        }

        if (value.device_type != DeviceType.CUDA)
        {
            return _reference;
        }

        MsDeformAttnShapes.Check(value, levels, locations, weights);
        if (_cuda.Refusal(value, levels, locations, weights) is not { } refusal)
        {
            return _cuda;
        }

        if (Interlocked.Exchange(ref s_hasComplained, 1) == 0)
        {
            Console.Error.WriteLine($"deformable attention runs as the slow reference op: {refusal}");
        }

        return _reference;
    }
}
