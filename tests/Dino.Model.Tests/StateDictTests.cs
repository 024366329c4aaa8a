using System.Globalization;
using System.Text.Json;
using Dino.Model.Configuration;
using Dino.Ops;
using Dino.TestUtilities;
using TorchSharp;

namespace Dino.Model.Tests;

/// <summary>Names, order and shapes are those of the reference's state_dict (tests/Fixtures/dino/*.state_dict.json).</summary>
public sealed class StateDictTests
{
    public static TheoryData<string, DinoConfig, int, long> Cases => new()
    {
        { "eval_4scale", DinoConfig.FourScaleR50, 626, 46_670_782 },
        { "eval_4scale_1img_2cls", DinoConfig.FourScaleR50 with { NumClasses = 2 }, 626, 46_625_036 },
        { "eval_5scale", DinoConfig.FiveScaleR50, 630, 47_033_406 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void StateDict_OfAPublishedConfiguration_IsTheReferences(string fixture, DinoConfig config, int entries, long trainable)
    {
        using var model = new DinoDetector(config, new ReferenceMsDeformAttnOp(), seed: 1);
        var path = Path.Combine(RepositoryRoot.Path, "tests", "Fixtures", "dino", $"{fixture}.state_dict.json");
        using var reference = JsonDocument.Parse(File.ReadAllText(path));
        var expected = reference.RootElement.EnumerateObject()
            .Select(entry => $"{entry.Name} [{string.Join(", ", entry.Value.EnumerateArray().Select(size => size.GetInt64()))}]");

        var actual = model.StateDict().Select(entry => $"{entry.Key} [{string.Join(", ", entry.Value.shape)}]").ToList();

        Assert.Equal(expected, actual);
        Assert.Equal(entries, actual.Count);
        Assert.Equal(trainable, model.TrainableParameters().Sum(parameter => parameter.Value.numel()));
    }

    [Fact]
    public void StateDict_SharedHeads_AreOneTensorUnderEveryName()
    {
        using var model = TestModels.Create();
        var state = model.StateDict().ToDictionary();

        foreach (var name in (string[])["bbox_embed.{0}.layers.2.weight", "class_embed.{0}.bias"])
        {
            var first = state["transformer.decoder." + string.Format(CultureInfo.InvariantCulture, name, 0)];
            for (var layer = 0; layer < 3; layer++)
            {
                var alias = string.Format(CultureInfo.InvariantCulture, name, layer);
                Assert.Same(first, state[alias]);
                Assert.Same(first, state["transformer.decoder." + alias]);
            }
        }

        Assert.NotSame(state["class_embed.0.bias"], state["transformer.enc_out_class_embed.bias"]);
    }

    [Fact]
    public void StateDict_UnsharedHeads_AreOneTensorALayer()
    {
        using var model = TestModels.Create(TestModels.Tiny with { DecPredBboxEmbedShare = false, DecPredClassEmbedShare = false });
        using var shared = TestModels.Create();
        var state = model.StateDict().ToDictionary();

        Assert.Equal(shared.StateDict().Select(entry => entry.Key), model.StateDict().Select(entry => entry.Key));
        Assert.NotSame(state["class_embed.0.bias"], state["class_embed.1.bias"]);
        Assert.Same(state["class_embed.1.bias"], state["transformer.decoder.class_embed.1.bias"]);
    }

    [Fact]
    public void StateDict_AfterConversion_HoldsTheConvertedTensors()
    {
        using var model = TestModels.Create();
        Assert.All(model.StateDict(), entry => Assert.Equal(torch.ScalarType.Float64, entry.Value.dtype));
    }

    [Fact]
    public void TrainableParameters_AreUniqueAndLeaveOutTheFrozenBackbone()
    {
        using var model = TestModels.Create();
        var names = model.TrainableParameters().Select(entry => entry.Name).ToList();

        Assert.Equal(names.Distinct(), names);
        Assert.DoesNotContain(names, name => name.StartsWith("backbone.0.body.conv1", StringComparison.Ordinal) || name.Contains(".layer1.", StringComparison.Ordinal));
        Assert.Contains("backbone.0.body.layer2.0.conv1.weight", names);
        Assert.DoesNotContain("bbox_embed.0.layers.0.weight", names);
        Assert.Equal(names, model.StateDict().Select(entry => entry.Key).Where(names.Contains));
    }
}
