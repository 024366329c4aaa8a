using Dino.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Checkpoints.Tests;

public sealed class StateDictLoaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void Load_SameNames_CopiesValuesIntoTheModelsTypes()
    {
        using var checkpoint = Write(("a", arange(4, dtype: ScalarType.Float32)), ("b", ones(2, 2)));
        var (a, b) = (zeros(4, dtype: ScalarType.Float64), zeros(2, 2));
        var report = StateDictLoader.Load(Model(("a", a), ("b", b)), checkpoint, new LoadOptions());
        Assert.Equal(["a", "b"], report.Loaded);
        Assert.Equal([0.0, 1.0, 2.0, 3.0], a.data<double>().ToArray());
        Assert.Equal(4.0f, b.sum().item<float>());
    }

    [Fact]
    public void Load_TrainableParameter_KeepsItALeafThatTrains()
    {
        using var checkpoint = Write(("a", ones(4)));
        var parameter = new TorchSharp.Modules.Parameter(zeros(4));
        StateDictLoader.Load(Model(("a", parameter)), checkpoint, new LoadOptions());
        Assert.True(parameter.requires_grad && parameter.is_leaf);
        Assert.Equal(4.0f, parameter.sum().item<float>());
    }

    [Fact]
    public void Load_FinetuneIgnore_MatchesSubstringsAndKeepsTheModelsValues()
    {
        using var checkpoint = Write(("class_embed.0.weight", ones(91, 2)), ("transformer.enc_out_class_embed.weight", ones(91, 2)), ("rest", ones(1)));
        var head = zeros(2, 2);
        var report = StateDictLoader.Load(
            Model(("class_embed.0.weight", head), ("transformer.enc_out_class_embed.weight", zeros(2, 2)), ("rest", zeros(1))),
            checkpoint,
            new LoadOptions { FinetuneIgnore = ["label_enc.weight", "class_embed"] });
        Assert.Equal(["rest"], report.Loaded);
        Assert.Equal(["class_embed.0.weight", "transformer.enc_out_class_embed.weight"], report.Ignored);
        Assert.Empty(report.Missing);
        Assert.Equal(0.0f, head.sum().item<float>());
    }

    [Fact]
    public void Load_ShapeDiffers_NamesTensorAndBothShapesAndChangesNothing()
    {
        using var checkpoint = Write(("a", ones(4)), ("b", ones(91, 2)));
        var a = zeros(4);
        var problem = Assert.Throws<BadInputException>(() => StateDictLoader.Load(Model(("a", a), ("b", zeros(2, 2))), checkpoint, new LoadOptions()));
        Assert.Contains("'b' has shape [91, 2]; the model expects [2, 2]", problem.Message, StringComparison.Ordinal);
        Assert.Equal(0.0f, a.sum().item<float>());
    }

    [Fact]
    public void Load_NamesDiffer_IsAnErrorWhenStrictAndAReportOtherwise()
    {
        using var checkpoint = Write(("a", ones(1)), ("extra", ones(1)));
        var model = Model(("a", zeros(1)), ("b", zeros(1)));
        var problem = Assert.Throws<BadInputException>(() => StateDictLoader.Load(model, checkpoint, new LoadOptions()));
        Assert.Contains("b missing, extra unexpected", problem.Message, StringComparison.Ordinal);

        var report = StateDictLoader.Load(model, checkpoint, new LoadOptions { Strict = false });
        Assert.Equal(["a"], report.Loaded);
        Assert.Equal(["b"], report.Missing);
        Assert.Equal(["extra"], report.Unexpected);
    }

    [Fact]
    public void Load_SharedTensorOfTheModel_TakesEqualValuesAndRefusesDifferentOnes()
    {
        var shared = zeros(2);
        var model = Model(("head.0", shared), ("head.1", shared));
        using (var equal = Write(("head.0", ones(2)), ("head.1", ones(2))))
        {
            Assert.Equal(2, StateDictLoader.Load(model, equal, new LoadOptions()).Loaded.Count);
        }

        using var different = Write(("head.0", zeros(2)), ("head.1", ones(2)));
        var problem = Assert.Throws<BadInputException>(() => StateDictLoader.Load(model, different, new LoadOptions()));
        Assert.Contains("'head.0' and 'head.1' differ", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ScalarType.Float32, float.NaN)]
    [InlineData(ScalarType.Float32, float.PositiveInfinity)]
    [InlineData(ScalarType.Float32, float.NegativeInfinity)]
    [InlineData(ScalarType.Float64, float.NaN)]
    [InlineData(ScalarType.Float16, float.PositiveInfinity)]
    [InlineData(ScalarType.BFloat16, float.NaN)]
    public void Load_AnElementThatIsNotFinite_IsRefusedWhereverItStands(ScalarType type, float value)
    {
        const int Elements = 37; // whole vectors and a rest
        for (var at = 0; at < Elements; at++)
        {
            var values = full(Elements, 3e4f); // near float16's largest
            values[at] = value;
            using var checkpoint = Write(("good", ones(2)), ("bad", values.to(type)));
            var (good, bad) = (zeros(2), zeros(Elements));
            var model = Model(("good", good), ("bad", bad));
            var problem = Assert.Throws<BadInputException>(() => StateDictLoader.Load(model, checkpoint, new LoadOptions()));
            Assert.Contains("tensor 'bad' has elements that are NaN or infinite", problem.Message, StringComparison.Ordinal);
            Assert.Equal(0, good.sum().item<float>());
            StateDictLoader.Load(model, checkpoint, new LoadOptions { AllowsNonFinite = true });
        }
    }

    [Fact]
    public void Load_ANegativeVariance_IsRefused()
    {
        var values = tensor(new[] { 1f, -1f });
        using var checkpoint = Write(("bn1.running_var", values), ("bn1.running_mean", values.clone()));
        var model = Model(("bn1.running_var", ones(2)), ("bn1.running_mean", ones(2)));
        var problem = Assert.Throws<BadInputException>(() => StateDictLoader.Load(model, checkpoint, new LoadOptions()));
        Assert.Contains("tensor 'bn1.running_var' has negative elements", problem.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private static List<KeyValuePair<string, Tensor>> Model(params (string Name, Tensor Value)[] tensors)
        => [.. tensors.Select(tensor => KeyValuePair.Create(tensor.Name, tensor.Value))];

    private Checkpoint Write(params (string Name, Tensor Value)[] tensors)
    {
        var path = _folder.File("weights.safetensors");
        SafetensorsWriter.Write(path, Model(tensors), new Dictionary<string, string>());
        return Checkpoint.Open(path);
    }
}
