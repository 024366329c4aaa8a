using Dino.Model.Attention;
using Dino.Ops;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Model.Tests.Attention;

public sealed class AttentionObserverTests
{
    /// <summary>What costs time makes tensors: the explicit weights of the self-attention do, a mere listener does not.</summary>
    [Fact]
    public void Forward_ObserverOff_MakesNoTensorForIt()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var model = TestModels.Create();
        using var images = TestModels.Images((96, 128));

        long Made(IAttentionObserver? observer)
        {
            var before = DisposeScopeManager.ThreadStatistics.CreatedInScopeCount;
            using var output = model.Forward(images, observer: observer);
            return DisposeScopeManager.ThreadStatistics.CreatedInScopeCount - before;
        }

        var without = Made(observer: null);

        Assert.Equal(without, Made(new Listener(wantsSelfAttention: false)));
        Assert.InRange(Made(new Listener(wantsSelfAttention: true)), without + TestModels.Tiny.DecLayers, long.MaxValue);
    }

    /// <summary>Every layer's weights of one query and head sum to 1, over the samples or over the queries.</summary>
    [Fact]
    public void Forward_Observed_TellsWeightsThatSumToOne()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var model = TestModels.Create();
        using var images = TestModels.Images((96, 128), (64, 128));
        var listener = new Listener(wantsSelfAttention: true);

        using var output = model.Forward(images, observer: listener);

        Assert.Equal(TestModels.Tiny.EncLayers + (2 * TestModels.Tiny.DecLayers), listener.Sums.Count);
        // Rounding of float64 sums of up to some dozen numbers.
        Assert.All(listener.Sums, sums => TestModels.AssertClose(ones_like(sums), sums, 1e-12));
    }

    private sealed class Listener(bool wantsSelfAttention) : IAttentionObserver
    {
        public List<Tensor> Sums { get; } = [];

        public bool WantsSelfAttention => wantsSelfAttention;

        public void DeformableAttention(AttentionSite site, Tensor locations, Tensor weights, IReadOnlyList<LevelShape> levels) => Keep(() => weights.sum([3, 4]));

        public void SelfAttention(AttentionSite site, Tensor weights) => Keep(() => weights.sum([3]));

        private void Keep(Func<Tensor> sums)
        {
            if (wantsSelfAttention)
            {
                Sums.Add(sums().DetachFromDisposeScope());
            }
        }
    }
}
