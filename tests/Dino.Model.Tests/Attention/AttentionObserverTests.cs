using Dino.Model.Attention;
using Dino.Ops;
using static TorchSharp.torch;

namespace Dino.Model.Tests.Attention;

public sealed class AttentionObserverTests
{
    /// <summary>Every layer's weights of one query and head sum to 1, over the samples or over the queries.</summary>
    [Fact]
    public void Forward_Observed_TellsWeightsThatSumToOne()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var model = TestModels.Create();
        using var images = TestModels.Images((96, 128), (64, 128));
        var listener = new Listener();

        using var output = model.Forward(images, observer: listener);

        Assert.Equal(TestModels.Tiny.EncLayers + (2 * TestModels.Tiny.DecLayers), listener.Sums.Count);
        // Rounding of float64 sums of up to some dozen numbers.
        Assert.All(listener.Sums, sums => TestModels.AssertClose(ones_like(sums), sums, 1e-12));
    }

    private sealed class Listener : IAttentionObserver
    {
        public List<Tensor> Sums { get; } = [];

        public bool WantsSelfAttention => true;

        public void DeformableAttention(AttentionSite site, Tensor locations, Tensor weights, IReadOnlyList<LevelShape> levels) => Sums.Add(weights.sum([3, 4]).DetachFromDisposeScope());

        public void SelfAttention(AttentionSite site, Tensor weights) => Sums.Add(weights.sum([3]).DetachFromDisposeScope());
    }
}
