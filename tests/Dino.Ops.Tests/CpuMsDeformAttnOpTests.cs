using System.Runtime.InteropServices;
using Dino.TestUtilities;
using Dino.Torch.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Ops.Tests;

public sealed class CpuMsDeformAttnOpTests
{
    // float64: orders of summation differ; sums of at most a few thousand terms of size about 10.
    private const double DoubleBound = 1e-12;

    // The same in float32, and the rounding of grid_sample's own coordinates.
    private const double SingleBound = 1e-4;

    // Central differences of a function that is linear in value and weights and bilinear in a location within a cell: rounding alone, 1e-14 / Step.
    private const double Step = 1e-6;
    private const double DifferencesBound = 1e-7;

    private static readonly CpuMsDeformAttnOp s_op = new();

    [Theory]
    [InlineData("msda_dino")]
    [InlineData("msda_odd")]
    [InlineData("msda_small")]
    public void Apply_InDouble_MatchesPythonReference(string name)
    {
        using var scope = NewDisposeScope();
        var fixture = MsDeformAttnFixture.Open(name);
        var actual = OpCase.From(fixture, ScalarType.Float64).Run(s_op);
        foreach (var (expected, index) in new[] { "output", "grad_value", "grad_sampling_locations", "grad_attention_weights" }.Select((expected, index) => (expected, index)))
        {
            RequireClose(tensor(fixture.Data(expected), fixture.Shape(expected)), actual[index], DoubleBound);
        }
    }

    [Theory]
    [InlineData(ScalarType.Float64, DoubleBound)]
    [InlineData(ScalarType.Float32, SingleBound)]
    public void Apply_OnDrawnInputs_AgreesWithTheReferenceOp(ScalarType dtype, double bound)
    {
        using var scope = NewDisposeScope();
        var inputs = OpCase.Draw(dtype);
        foreach (var (expected, actual) in inputs.Run(new ReferenceMsDeformAttnOp()).Zip(inputs.Run(s_op)))
        {
            RequireClose(expected, actual, bound);
        }
    }

    [Fact]
    public void Apply_ToViewsWithOffsetsAndStrides_GivesWhatDenseCopiesGive()
    {
        using var scope = NewDisposeScope();
        var dense = OpCase.Draw(ScalarType.Float64);
        var expected = dense.Run(s_op);

        // The value as a slice of a longer buffer, locations as every other element, weights transposed.
        var value = cat([zeros(1, dense.Value.shape[1], 3, 12, dtype: ScalarType.Float64), dense.Value.detach()]).requires_grad_(true);
        var locations = stack([dense.Locations.detach(), zeros_like(dense.Locations)], dim: -1).requires_grad_(true);
        var weights = dense.Weights.detach().transpose(1, 4).contiguous().requires_grad_(true);
        var output = s_op.Apply(value.narrow(0, 1, 2), dense.Levels, locations.select(-1, 0), weights.transpose(1, 4));
        var gradients = autograd.grad([output], [value, locations, weights], [dense.GradOutput]);

        RequireClose(expected[0], output, bound: 0);
        RequireClose(expected[1], gradients[0].narrow(0, 1, 2), bound: 0);
        RequireClose(expected[2], gradients[1].select(-1, 0), bound: 0);
        RequireClose(expected[3], gradients[2].transpose(1, 4), bound: 0);
    }

    [Fact]
    public void Backward_AgainstFiniteDifferences_Agrees()
    {
        using var scope = NewDisposeScope();
        var inputs = OpCase.Draw(ScalarType.Float64, batch: 1, queries: 2, heads: 2, headDim: 3, points: 2);
        var actual = inputs.Run(s_op)[1..];
        foreach (var (variable, gradient) in new[] { inputs.Value, inputs.Locations, inputs.Weights }.Zip(actual))
        {
            RequireClose(Differences(inputs, variable), gradient, DifferencesBound);
        }
    }

    [Fact]
    public void Backward_FromAnExpandedGradient_Works()
    {
        using var scope = NewDisposeScope();
        var inputs = OpCase.Draw(ScalarType.Float64);
        inputs.Apply(s_op).sum().backward(); // the gradient of a sum is one element with strides 0
        var expected = autograd.grad([inputs.Apply(new ReferenceMsDeformAttnOp()).sum()], [inputs.Value])[0];
        RequireClose(expected, inputs.Value.grad!, DoubleBound);
    }

    [Fact]
    public void Apply_WhereOneInputNeedsNoGradient_GivesTheOthers()
    {
        using var scope = NewDisposeScope();
        var inputs = OpCase.Draw(ScalarType.Float64);
        var expected = inputs.Run(s_op);
        var output = s_op.Apply(inputs.Value.detach(), inputs.Levels, inputs.Locations, inputs.Weights.detach());
        RequireClose(expected[2], autograd.grad([output], [inputs.Locations], [inputs.GradOutput])[0], bound: 0);
    }

    [Fact]
    public void Apply_UnderNoGradAndInferenceMode_GivesTheSameOutputWithoutAGraph()
    {
        using var scope = NewDisposeScope();
        var inputs = OpCase.Draw(ScalarType.Float32);
        var expected = inputs.Apply(s_op);
        Assert.True(expected.requires_grad);
        using (no_grad())
        {
            var output = inputs.Apply(s_op);
            Assert.False(output.requires_grad);
            RequireClose(expected, output, bound: 0);
        }

        using (inference_mode(true))
        {
            RequireClose(expected, inputs.Apply(s_op), bound: 0);
        }
    }

    [Fact]
    public void Apply_AThousandTimes_LeavesNoTensorsBehind()
    {
        using var scope = NewDisposeScope();
        var inputs = OpCase.Draw(ScalarType.Float32);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var call = 0; call < 1000; call++)
        {
            using var step = NewDisposeScope();
            inputs.Apply(s_op).sum().backward();
            using (no_grad())
            {
                inputs.Apply(s_op);
            }
        }

        // The three gradients of the leaves stay, as they would with any op.
        Assert.InRange(DisposeScopeManager.Statistics.ThreadTotalLiveCount - before, 0, 3);
    }

    [Fact]
    public void Apply_AThousandTimes_DoesNotGrowMemory()
    {
        using var scope = NewDisposeScope();
        var inputs = OpCase.Draw(ScalarType.Float32, queries: 200, headDim: 64, points: 1); // 0.3 MB of output a call
        var grown = 0L;
        for (var call = 0; call < 1000; call++)
        {
            using var step = NewDisposeScope();
            inputs.Apply(s_op).sum().backward();
            if (call == 100)
            {
                grown = -Environment.WorkingSet;
            }
        }

        // 900 lost outputs would be 270 MB; the limit leaves room for other tests of this process and the allocator's fragmentation.
        grown += Environment.WorkingSet;
        Assert.InRange(grown, long.MinValue, 100L << 20);
    }

    [Fact]
    public void Backward_WhenTheInputChangedSince_ThrowsAndTheProcessLives()
    {
        using var scope = NewDisposeScope();
        var inputs = OpCase.Draw(ScalarType.Float64);
        var value = inputs.Value * 1;
        var loss = s_op.Apply(value, inputs.Levels, inputs.Locations, inputs.Weights).sum();
        using (no_grad())
        {
            value.add_(1);
        }

        var error = Assert.Throws<ExternalException>(() => BackwardFault.Backward(loss));
        Assert.Contains("modified by an inplace operation", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Backward_TwiceDifferentiated_IsRefusedWithTheReason()
    {
        using var scope = NewDisposeScope();
        var inputs = OpCase.Draw(ScalarType.Float64);
        var loss = inputs.Apply(s_op).sum();
        Assert.Throws<ExternalException>(() => loss.backward(create_graph: true));
    }

    [Fact]
    public void Apply_OtherDtypes_AreRefusedByNameAndTakenByAuto()
    {
        using var scope = NewDisposeScope();
        var inputs = OpCase.Draw(ScalarType.Float64);
        var error = Assert.Throws<ArgumentException>(() => s_op.Apply(inputs.Value.to(ScalarType.Float32), inputs.Levels, inputs.Locations, inputs.Weights));
        Assert.Equal("the CPU op takes float32 or float64 tensors on the CPU, all alike; got value Float32 on cpu, locations Float64 on cpu, weights Float64 on cpu", error.Message);
    }

    [Fact]
    public void Apply_ShapesThatDisagree_NamesBothNumbers()
    {
        using var scope = NewDisposeScope();
        var inputs = OpCase.Draw(ScalarType.Float64);
        var error = Assert.Throws<ArgumentException>(() => s_op.Apply(inputs.Value, [new(6, 9), new(3, 5), new(1, 3)], inputs.Locations, inputs.Weights));
        Assert.Equal("value has 71 tokens; the levels have 72", error.Message);
    }

    private static Tensor Differences(OpCase inputs, Tensor variable)
    {
        using var scope = NewDisposeScope();
        using var withoutGraph = no_grad();
        var differences = zeros_like(variable);
        var (elements, results) = (variable.view(-1), differences.view(-1));
        for (var index = 0; index < variable.numel(); index++)
        {
            var place = elements.narrow(0, index, 1);
            place.add_(Step);
            var above = (inputs.Apply(s_op) * inputs.GradOutput).sum();
            place.sub_(2 * Step);
            var below = (inputs.Apply(s_op) * inputs.GradOutput).sum();
            place.add_(Step);
            results.narrow(0, index, 1).copy_((above - below) / (2 * Step));
        }

        return differences.MoveToOuterDisposeScope();
    }

    private static void RequireClose(Tensor expected, Tensor actual, double bound)
    {
        Assert.Equal(expected.shape, actual.shape);
        var error = (expected - actual).abs().div(expected.abs().clamp(1)).max().to(ScalarType.Float64).ToDouble();
        Assert.True(error <= bound, $"largest error {error}, limit {bound}");
    }
}
