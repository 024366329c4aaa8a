using Dino.Figures.Attention;

namespace Dino.Figures.Tests.Attention;

public sealed class SelfAttentionTests
{
    [Fact]
    public void Of_AveragesTheHeads() => Assert.Equal(0.3, Samples.SelfAttention.Of(layer: 1, row: 0, column: 1), 1e-7); // the weights are float32

    [Fact]
    public void Caption_SaysWhoAttendsToWhom()
    {
        var caption = new SelfAttentionFigure(Samples.SelfAttention, Samples.Grey).Caption;

        Assert.Contains("Strongest: detection 1 to 2 in layer 1, 30.0%.", caption, StringComparison.Ordinal);
        Assert.Contains("20 in all; an even share would be 5.0%", caption, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_KeepsTheWeights()
    {
        var folder = Directory.CreateTempSubdirectory("dino-self-").FullName;
        AttentionFiles.Save(Samples.SelfAttention, Samples.Grey, folder, "between");

        var (values, shape) = NumpyFile.Read(Path.Combine(folder, "between.npy"));
        Assert.Equal([2, 2, 2, 2], shape);
        Assert.Equal(Samples.SelfAttention.Weights, values);
    }
}
