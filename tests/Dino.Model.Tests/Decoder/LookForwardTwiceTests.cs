using Dino.Model.Decoder;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Model.Tests.Decoder;

public sealed class LookForwardTwiceTests
{
    [Fact]
    public void Predict_LaterLayer_SendsItsGradientOneLayerBackAndNoFurther()
    {
        using var scope = NewDisposeScope();
        var first = zeros(1, 2, 4, float64, requires_grad: true);
        var second = full([1, 2, 4], 0.1, float64, requires_grad: true);
        var refinement = new LookForwardTwice(zeros(1, 2, 4, float64));
        refinement.Refine(first);
        refinement.Refine(second);

        refinement.Predict(2, zeros(1, 2, 4, float64)).sum().backward();

        Assert.True(second.grad!.abs().min().ToDouble() > 0);
        Assert.Null(first.grad);
    }

    [Fact]
    public void Predict_AfterRefinement_AddsUpInLogits()
    {
        using var scope = NewDisposeScope();
        var start = tensor([-1.0, 0.5, 0.25, -2], [1, 1, 4]);
        var step = tensor([0.5, 0.5, -1, 1.0], [1, 1, 4]);
        var refinement = new LookForwardTwice(start);

        TestModels.AssertClose((start + step).sigmoid(), refinement.Predict(0, step), 1e-15);
        refinement.Refine(step);
        TestModels.AssertClose((start + step).sigmoid(), refinement.Anchors, 1e-15);
        Assert.False(refinement.Anchors.requires_grad);
        TestModels.AssertClose((start + (2 * step)).sigmoid(), refinement.Predict(1, step), 1e-15);
    }
}
