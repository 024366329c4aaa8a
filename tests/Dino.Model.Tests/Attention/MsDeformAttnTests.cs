using Dino.Model.Attention;
using Dino.Model.Inputs;
using Dino.Ops;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Model.Tests.Attention;

public sealed class MsDeformAttnTests
{
    private const int Hidden = 8;
    private const int Heads = 2;
    private const int Points = 3;
    private static readonly LevelShape[] Levels = [new(4, 6), new(2, 3)];

    /// <summary>Points of a 2-d reference move in cells of their level, those of a box in halves of its sides over the number of points.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Forward_OffsetsFromTheBiasAlone_SamplesWhereTheFormulaSays(int dimensions)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var generator = new Generator(2, CPU);
        using var attention = Create(generator);
        var bias = attention.named_parameters().Single(entry => entry.name == "sampling_offsets.bias").parameter;
        attention.named_parameters().Single(entry => entry.name == "sampling_offsets.weight").parameter.zero_();
        using var images = TestModels.Images((32, 48));
        using var geometry = LevelGeometry.Create(images.PaddingMask, Levels);
        var references = tensor([0.25, 0.5, 0.2, 0.4], [1, 1, 1, 4]).narrow(-1, 0, dimensions).expand(1, 1, Levels.Length, dimensions);
        var observer = new Recorder();

        using var output = attention.Forward(TestModels.Normal(generator, 1, 1, Hidden), references, TestModels.Normal(generator, 1, 30, Hidden), geometry, observer, new AttentionSite("decoder", 1));

        Assert.Equal([1, 1, Hidden], output.shape);
        var locations = observer.Locations!.data<double>().ToArray();
        var offsets = bias.data<double>().ToArray();
        for (var i = 0; i < locations.Length; i++)
        {
            var (axis, level) = (i % 2, i / (2 * Points) % Levels.Length);
            var size = axis == 0 ? Levels[level].Width : Levels[level].Height;
            var step = dimensions == 2 ? offsets[i] / size : offsets[i] / Points * (axis == 0 ? 0.2 : 0.4) * 0.5;
            Assert.Equal((axis == 0 ? 0.25 : 0.5) + step, locations[i], 1e-12); // order of float64 products
        }

        TestModels.AssertClose(ones(1, 1, Heads, float64), observer.Weights!.sum([3, 4]), 1e-12);
    }

    [Fact]
    public void Forward_ValuesAtPadding_DoNotMatter()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var generator = new Generator(3, CPU);
        using var attention = Create(generator);
        using var images = TestModels.Images((32, 48), (17, 25));
        using var geometry = LevelGeometry.Create(images.PaddingMask, Levels);
        var (query, source) = (TestModels.Normal(generator, 2, 30, Hidden), TestModels.Normal(generator, 2, 30, Hidden));
        var references = geometry.ReferencePoints().to(float64);
        var site = new AttentionSite("encoder", 0);

        var one = attention.Forward(query, references, source, geometry, observer: null, site);
        var other = attention.Forward(query, references, source.masked_fill(geometry.PaddingMask!.unsqueeze(-1), 1e3), geometry, observer: null, site);

        TestModels.AssertClose(one, other, 0);
    }

    private static MsDeformAttn Create(Generator generator)
    {
        using var noGradient = no_grad();
        var attention = new MsDeformAttn(Hidden, Heads, Levels.Length, Points, new ReferenceMsDeformAttnOp());
        attention.to(float64);
        foreach (var (_, parameter) in attention.named_parameters())
        {
            parameter.normal_(0, 0.5, generator);
        }

        return attention;
    }

    private sealed class Recorder : IAttentionObserver
    {
        public Tensor? Locations { get; private set; }

        public Tensor? Weights { get; private set; }

        public bool WantsSelfAttention => false;

        public void DeformableAttention(AttentionSite site, Tensor locations, Tensor weights, IReadOnlyList<LevelShape> levels)
        {
            Assert.Equal(new AttentionSite("decoder", 1), site);
            Assert.Equal(Levels, levels);
            (Locations, Weights) = (locations.clone().DetachFromDisposeScope(), weights.clone().DetachFromDisposeScope());
        }

        public void SelfAttention(AttentionSite site, Tensor weights) => throw new InvalidOperationException("not asked for");
    }
}
