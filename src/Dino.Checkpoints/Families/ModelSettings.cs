using System.Text.Json;
using System.Text.Json.Serialization;
using Dino.Core;

namespace Dino.Checkpoints.Families;

/// <summary>What a checkpoint was trained with that its tensors do not say. It travels in a safetensors' metadata, so that weights never meet a model that reads them differently
/// without notice. Keys are the reference's where it has the setting.</summary>
public sealed record ModelSettings
{
    /// <summary>Key of the metadata.</summary>
    public const string MetadataKey = "model_settings";

    private static readonly JsonSerializerOptions Json = InputJson.Strict(new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    });

    /// <summary>Whose training made the weights.</summary>
    public CheckpointFamily Family { get; init; }

    public int NumClasses { get; init; }

    /// <summary>Rows of the label embedding less one.</summary>
    public int DnLabelbookSize { get; init; }

    public bool DecPredClassEmbedShare { get; init; }

    public bool DecPredBboxEmbedShare { get; init; }

    [JsonPropertyName("pe_temperatureH")]
    public double PeTemperatureH { get; init; }

    [JsonPropertyName("pe_temperatureW")]
    public double PeTemperatureW { get; init; }

    /// <summary>Added to a pixel's number before it is normalised; the reference has no such setting, that is, 0.</summary>
    public double PeOffset { get; init; }

    /// <summary>Epsilon of the inverse sigmoid before a head's box is added to its reference point.</summary>
    public double HeadInverseSigmoidEps { get; init; }

    /// <summary>How the family scales a picture and rounds its sides.</summary>
    public required string ResizeRule { get; init; }

    /// <summary>How the family masks padding when it tests.</summary>
    public required string PaddingMaskAtTest { get; init; }

    /// <summary>What the family does to boxes outside of the picture.</summary>
    public required string BoxesAfterDecode { get; init; }

    /// <summary>The settings in a file's metadata; null when it has none.</summary>
    /// <exception cref="BadInputException">The entry is not valid.</exception>
    public static ModelSettings? Of(Checkpoint checkpoint)
    {
        return checkpoint.Metadata.TryGetValue(MetadataKey, out var json)
            ? InputJson.Parse<ModelSettings>(
                json, $"{checkpoint.FilePath}: metadata '{MetadataKey}'", Json, "the settings of a model")
            : null;
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>What would make the weights wrong in the reference's model (and this project's) with these classes and heads; empty when nothing.</summary>
    public IReadOnlyList<string> NotRepresentable()
        => PeOffset == 0 ? [] : [$"position encoding with offset {PeOffset}: the model has none, and the weights were trained with it"];
}
