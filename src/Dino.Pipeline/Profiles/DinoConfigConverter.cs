using System.Text.Json;
using System.Text.Json.Serialization;
using Dino.Core;
using Dino.Model.Configuration;

namespace Dino.Pipeline.Profiles;

/// <summary>In a profile, a model is written as what differs from DINO-4scale R50.</summary>
internal sealed class DinoConfigConverter : JsonConverter<DinoConfig>
{
    public override DinoConfig Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        try
        {
            return DinoConfig.FromJson(document.RootElement.GetRawText(), "model");
        }
        catch (BadInputException problem)
        {
            // Whoever reads the profile adds its name.
            throw new JsonException(problem.Message, problem);
        }
    }

    public override void Write(Utf8JsonWriter writer, DinoConfig value, JsonSerializerOptions options)
        => writer.WriteRawValue(value.ToJson());
}
