using Dino.Model.Attention;
using Dino.Model.Inputs;
using Dino.Ops;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Model.Tests.Attention;

/// <summary>Attention that nobody observes costs nothing. Tensors are counted, not timed: every operation of torch makes a tensor.</summary>
public sealed class UnobservedAttentionTests
{
    private static readonly int Layers = TestModels.Tiny.DecLayers;

    /// <summary>The transposed keys, their product with the queries, the division by the root of the width and the softmax.</summary>
    private const int TensorsOfSelfAttention = 4;

    [Fact]
    public void Forward_NoObserver_MakesNoTensorForOne()
    {
        using var model = TestModels.Create();
        using var images = TestModels.Images((96, 128));

        var without = Created(model, images, null);
        var deaf = Created(model, images, new Counter(wantsSelfAttention: false));
        var all = Created(model, images, new Counter(wantsSelfAttention: true));

        Assert.True(without > 100, $"{without} tensors: the count sees the forward pass");
        Assert.Equal(without, deaf);
        Assert.Equal(without + (TensorsOfSelfAttention * Layers), all);
    }

    /// <summary>An observer of the sampling points sees the op's own inputs, which are there anyway.</summary>
    [Fact]
    public void Forward_Observed_ShowsTheTensorsThatTheOpReads()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var op = new ListeningOp();
        using var model = TestModels.Create(op: op);
        using var images = TestModels.Images((96, 128));
        var observer = new Counter(wantsSelfAttention: false);

        using var output = model.Forward(images, observer: observer);

        Assert.Equal(TestModels.Tiny.EncLayers + Layers, op.Inputs.Count);
        Assert.Equal(op.Inputs, observer.Seen);
    }

    /// <summary>Every layer names its place, observed or not.</summary>
    [Fact]
    public void Site_IsAValue_ThatNeedsNoMemory() => Assert.True(typeof(AttentionSite).IsValueType);

    /// <returns>Tensors that one forward pass made.</returns>
    private static long Created(DinoDetector model, ImageBatch images, IAttentionObserver? observer)
    {
        using var noGradient = no_grad();
        var statistics = DisposeScopeManager.Statistics.TensorStatistics;
        long Count() => statistics.CreatedInScopeCount + statistics.CreatedOutsideScopeCount;
        // The first pass may derive what later ones reuse.
        model.Forward(images, observer: observer).Dispose();
        var before = Count();
        model.Forward(images, observer: observer).Dispose();
        return Count() - before;
    }

    private sealed class Counter(bool wantsSelfAttention) : IAttentionObserver
    {
        public List<(IntPtr Locations, IntPtr Weights)> Seen { get; } = [];

        public bool WantsSelfAttention => wantsSelfAttention;

        public void DeformableAttention(AttentionSite site, Tensor locations, Tensor weights, IReadOnlyList<LevelShape> levels) => Seen.Add((locations.Handle, weights.Handle));

        public void SelfAttention(AttentionSite site, Tensor weights) => Assert.True(wantsSelfAttention);
    }

    private sealed class ListeningOp : IMsDeformAttnOp
    {
        private readonly ReferenceMsDeformAttnOp _op = new();

        public List<(IntPtr Locations, IntPtr Weights)> Inputs { get; } = [];

        public Tensor Apply(Tensor value, IReadOnlyList<LevelShape> levels, Tensor locations, Tensor weights)
        {
            Inputs.Add((locations.Handle, weights.Handle));
            return _op.Apply(value, levels, locations, weights);
        }
    }
}
