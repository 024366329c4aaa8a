using Dino.Model.Attention;
using Dino.Ops;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Model.Tests.Attention;

public sealed class MultiHeadAttentionTests
{
    private const int Hidden = 8;
    private const int Heads = 2;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Forward_FusedKernel_IsTheObservedWeightsTimesTheValues(bool masked)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1, CPU);
        using var attention = Create(generator);
        var parameters = attention.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter);
        var (queryAndKey, value) = (TestModels.Normal(generator, 2, 5, Hidden), TestModels.Normal(generator, 2, 5, Hidden));
        var blocked = masked ? eye(5).to(ScalarType.Bool) : null;
        var observer = new Recorder();

        var fused = attention.Forward(queryAndKey, value, blocked, observer, new AttentionSite("decoder", 0));

        var weights = Assert.Single(observer.Weights);
        TestModels.AssertClose(ones(2, Heads, 5, float64), weights.sum(-1), 1e-12);
        Assert.Equal(masked ? 0 : 1, weights.diagonal(0, 2, 3).ne(0).all().to(int32).item<int>());
        var values = nn.functional.linear(value, parameters["in_proj_weight"].narrow(0, 2 * Hidden, Hidden), parameters["in_proj_bias"].narrow(0, 2 * Hidden, Hidden));
        var heads = Enumerable.Range(0, Heads).Select(head => weights.select(1, head).matmul(values.narrow(2, head * Hidden / Heads, Hidden / Heads)));
        var expected = nn.functional.linear(cat([.. heads], 2), parameters["out_proj.weight"], parameters["out_proj.bias"]);
        TestModels.AssertClose(expected, fused, 1e-12); // another order of float64 sums
    }

    private static MultiHeadAttention Create(Generator generator)
    {
        using var noGradient = no_grad();
        var attention = new MultiHeadAttention(Hidden, Heads);
        attention.to(float64);
        foreach (var (_, parameter) in attention.named_parameters())
        {
            parameter.normal_(0, 0.5, generator);
        }

        return attention;
    }

    private sealed class Recorder : IAttentionObserver
    {
        public List<Tensor> Weights { get; } = [];

        public bool WantsSelfAttention => true;

        public void SelfAttention(AttentionSite site, Tensor weights) => Weights.Add(weights.detach().clone().DetachFromDisposeScope());

        public void DeformableAttention(AttentionSite site, Tensor locations, Tensor weights, IReadOnlyList<LevelShape> levels)
            => throw new InvalidOperationException("self-attention is not deformable");
    }
}
