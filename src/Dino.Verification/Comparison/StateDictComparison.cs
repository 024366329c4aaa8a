using System.Text.Json;
using Dino.Core;
using Dino.Model;
using Dino.Verification.Fixtures;
using Dino.Verification.Reporting;

namespace Dino.Verification.Comparison;

/// <summary>A model's state dictionary against the list that lies beside a fixture (<c>x.state_dict.json</c> beside <c>x.safetensors</c>).</summary>
internal static class StateDictComparison
{
    private static readonly JsonSerializerOptions s_json = InputJson.Strict(JsonSerializerOptions.Default);

    /// <exception cref="BadInputException">The list is not a JSON object of shapes.</exception>
    public static void Compare(TensorFixture fixture, DinoDetector model, VerificationRows rows)
    {
        if (fixture.TextOrNull("trainable_parameters") is not null)
        {
            var count = model.TrainableParameters().Sum(parameter => parameter.Value.numel());
            rows.Equal("trainable_parameters", [count], [fixture.Value<long>("trainable_parameters")]);
        }

        var list = Path.ChangeExtension(fixture.Path, ".state_dict.json");
        if (File.Exists(list))
        {
            var expected = Read(list);
            var actual = model.StateDict();
            rows.Equal("state_dict entries", [actual.Count], [expected.Count]);
            foreach (var ((name, shape), entry) in expected.Zip(actual).Where(pair => pair.First.Key != pair.Second.Key || !pair.First.Value.SequenceEqual(pair.Second.Value.shape)))
            {
                rows.Missing($"state_dict {name} [{string.Join(", ", shape)}] (here {entry.Key} [{string.Join(", ", entry.Value.shape)}])", limit: 0);
            }
        }
    }

    private static List<KeyValuePair<string, long[]>> Read(string path)
        => [.. InputJson.Read<OrderedDictionary<string, long[]>>(path, s_json, "a JSON object of names and shapes")];
}
