using System.Text.Json;
using Dino.Ops;
using Dino.TestUtilities;

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
}
