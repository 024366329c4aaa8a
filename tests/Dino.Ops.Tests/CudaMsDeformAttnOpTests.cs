using Dino.Kernels.Cuda.Compilation;
using Dino.TestUtilities.Cuda;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Ops.Tests;

/// <summary>The op on CPU tensors, with the kernels' C# on ILGPU's CPU accelerator in place of a GPU.</summary>
public sealed class CudaMsDeformAttnOpTests : IDisposable
{
    // Orders of summation in float32, locations multiplied by level sizes up to 9.
    private const double SingleBound = 1e-4;

    private readonly EmulatedDevice _device = new(CudaTarget.Sm90);
    private readonly CudaMsDeformAttnOp _op;
    private readonly CudaMsDeformAttnOp _deterministic;

    public CudaMsDeformAttnOpTests()
    {
        var kernels = new CudaKernels(DeviceType.CPU, _ => (_device.Device, null));
        (_op, _deterministic) = (new CudaMsDeformAttnOp(kernels, isDeterministic: false), new CudaMsDeformAttnOp(kernels, isDeterministic: true));
    }

    public void Dispose() => _device.Dispose();

    [Fact]
    public void Apply_InSingle_AgreesWithTheReferenceOp()
    {
        using var scope = NewDisposeScope();
        var inputs = OpCase.Draw(ScalarType.Float32, queries: 3);
        var expected = inputs.Run(new ReferenceMsDeformAttnOp());
        foreach (var op in new[] { _op, _deterministic })
        {
            foreach (var (reference, actual) in expected.Zip(inputs.Run(op)))
            {
                RequireClose(reference, actual, SingleBound);
            }
        }

        Assert.Contains("vectorised-backward-float32-vector-atomic", _device.Driver.Launches);
        Assert.Contains("vectorised-backward-float32-deterministic", _device.Driver.Launches);
    }

    [Theory]
    [InlineData(ScalarType.Float16, 1.0 / (1 << 10))] // one unit in the last place of the half type, float32 sums in between
    [InlineData(ScalarType.BFloat16, 1.0 / (1 << 7))]
    public void Apply_ToHalfValues_ComputesInSingleAndKeepsEveryDtype(ScalarType dtype, double bound)
    {
        using var scope = NewDisposeScope();
        // Locations stay float32: those of a half type often lie on a cell's edge, where their gradient jumps.
        var single = OpCase.Draw(ScalarType.Float32, queries: 3, headDim: 16, points: 1);
        var half = single with { Value = Half(single.Value), GradOutput = Half(single.GradOutput) };
        var exact = single with { Value = Single(half.Value), GradOutput = Single(half.GradOutput) };
        foreach (var (reference, actual) in exact.Run(new ReferenceMsDeformAttnOp()).Zip(half.Run(_op)))
        {
            RequireClose(reference, actual.to(ScalarType.Float32), bound);
        }

        Tensor Half(Tensor tensor) => tensor.detach().to(dtype).requires_grad_(true);

        static Tensor Single(Tensor tensor) => tensor.detach().to(ScalarType.Float32).requires_grad_(true);
    }

    [Fact]
    public void Apply_ToHalfValues_GivesEveryGradientTheDtypeOfItsInput()
    {
        using var scope = NewDisposeScope();
        var half = OpCase.Draw(ScalarType.Float16, queries: 1, headDim: 8, points: 1);
        var single = OpCase.Draw(ScalarType.Float32, queries: 1, headDim: 8, points: 1);
        Assert.All(half.Run(_op), tensor => Assert.Equal(ScalarType.Float16, tensor.dtype));
        var mixed = half with { Locations = single.Locations, Weights = single.Weights };
        Assert.Equal([ScalarType.Float16, ScalarType.Float16, ScalarType.Float32, ScalarType.Float32], mixed.Run(_op).Select(tensor => tensor.dtype));
    }

    [Fact]
    public void Apply_ToStridedViewsUnderNoGrad_GivesWhatDenseCopiesGive()
    {
        using var scope = NewDisposeScope();
        var dense = OpCase.Draw(ScalarType.Float32, queries: 3, points: 1);
        var expected = dense.Apply(_op);
        Assert.True(expected.requires_grad);
        using (no_grad())
        {
            var output = _op.Apply(dense.Value.transpose(1, 2).contiguous().transpose(1, 2), dense.Levels, dense.Locations, dense.Weights.transpose(1, 4).contiguous().transpose(1, 4));
            Assert.False(output.requires_grad);
            RequireClose(expected, output, bound: 0);
        }
    }

    [Fact]
    public void Apply_ManyTimes_LeavesNoTensorsBehind()
    {
        using var scope = NewDisposeScope();
        var inputs = OpCase.Draw(ScalarType.Float32, queries: 1, points: 1);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var call = 0; call < 10; call++)
        {
            using var step = NewDisposeScope();
            inputs.Apply(_op).sum().backward();
            inputs.Apply(_deterministic).sum().backward();
        }

        // The three gradients of the leaves stay, as they would with any op.
        Assert.InRange(DisposeScopeManager.Statistics.ThreadTotalLiveCount - before, 0, 3);
    }

    [Fact]
    public void Apply_ToDoubles_IsRefusedByName()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<ArgumentException>(() => OpCase.Draw(ScalarType.Float64).Apply(_op));
        Assert.Equal("the CUDA op takes float32, float16 or bfloat16 tensors on a CUDA device; got value Float64 on cpu, locations Float64 on cpu, weights Float64 on cpu", error.Message);
    }

    [Fact]
    public void Apply_WhereTheDeviceDoesNotOpen_SaysWhy()
    {
        using var scope = NewDisposeScope();
        var op = new CudaMsDeformAttnOp(new CudaKernels(DeviceType.CPU, _ => (null, "too old")), isDeterministic: false);
        Assert.Equal("too old", Assert.Throws<ArgumentException>(() => OpCase.Draw(ScalarType.Float32).Apply(op)).Message);
    }

    private static void RequireClose(Tensor expected, Tensor actual, double bound)
    {
        Assert.Equal(expected.shape, actual.shape);
        var error = (expected - actual).abs().div(expected.abs().clamp(1)).max().to(ScalarType.Float64).ToDouble();
        Assert.True(error <= bound, $"largest error {error}, limit {bound}");
    }
}
