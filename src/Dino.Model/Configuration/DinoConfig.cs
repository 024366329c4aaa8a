using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Dino.Core;

namespace Dino.Model.Configuration;

/// <summary>Everything that decides the model's architecture, matching, losses and denoising. JSON keys are those of the reference's
/// configuration files (config/DINO/*.py); defaults are those of DINO_4scale.py with the options its scripts pass.</summary>
public sealed record DinoConfig
{
    /// <summary>Groups of the norm after each input projection (reference: nn.GroupNorm(32, hidden_dim) in models/dino/dino.py).</summary>
    public const int ProjectionNormGroups = 32;

    internal const string DefaultSource = "model configuration";

    private static readonly JsonSerializerOptions s_input
        = InputJson.Strict(DinoConfigJson.Default.Options, DinoConfigJson.Default);

    /// <summary>DINO with the four levels C3, C4, C5 and C6 of ResNet-50 (paper, Table 1).</summary>
    public static DinoConfig FourScaleR50 { get; } = new();

    /// <summary>DINO with the five levels C2 to C6 of ResNet-50.</summary>
    public static DinoConfig FiveScaleR50 { get; } = new() { ReturnIntermIndices = [0, 1, 2, 3], NumFeatureLevels = 5 };

    /// <summary>Largest category id + 1; a label is a raw category id, so index 0 may be idle.</summary>
    public int NumClasses { get; init; } = 91;

    /// <summary>The label embedding of the denoising queries has this many rows + 1.</summary>
    public int DnLabelbookSize { get; init; } = 91;

    /// <summary>resnet50 or resnet101, or resnet with <see cref="BackboneBlocks"/>.</summary>
    public string Backbone { get; init; } = "resnet50";

    /// <summary>Bottleneck blocks of the four stages; null means those of <see cref="Backbone"/>.</summary>
    public IReadOnlyList<int>? BackboneBlocks { get; init; }

    /// <summary>Channels of the stem; stage s returns width * 2^s * 4 channels.</summary>
    public int BackboneBaseWidth { get; init; } = 64;

    /// <summary>frozen: stored statistics, as in the reference. batch: batch statistics while training (for training from scratch).</summary>
    public string BackboneNorm { get; init; } = "frozen";

    /// <summary>How many parts of the backbone, stem first, do not train: 2 is the stem and the first stage, as in the reference; 0 trains all.</summary>
    public int FreezeAt { get; init; } = 2;

    /// <summary>Stages (0 to 3, ascending) whose maps go to the transformer.</summary>
    public IReadOnlyList<int> ReturnIntermIndices { get; init; } = [1, 2, 3];

    public int NumFeatureLevels { get; init; } = 4;

    public int EncLayers { get; init; } = 6;

    public int DecLayers { get; init; } = 6;

    public int HiddenDim { get; init; } = 256;

    public int DimFeedforward { get; init; } = 2048;

    public int Nheads { get; init; } = 8;

    /// <summary>Sampling points a head and level in the encoder.</summary>
    public int EncNPoints { get; init; } = 4;

    /// <summary>Sampling points a head and level in the decoder.</summary>
    public int DecNPoints { get; init; } = 4;

    public int NumQueries { get; init; } = 900;

    /// <summary>Temperature of the image position encoding along y.</summary>
    [JsonPropertyName("pe_temperatureH")]
    public double PeTemperatureH { get; init; } = 20;

    /// <summary>Temperature of the image position encoding along x.</summary>
    [JsonPropertyName("pe_temperatureW")]
    public double PeTemperatureW { get; init; } = 20;

    /// <summary>Detections kept an image.</summary>
    public int NumSelect { get; init; } = 300;

    /// <summary>Class-agnostic non-maximum suppression of the kept detections; not above 0 means none.</summary>
    public double NmsIouThreshold { get; init; } = -1;

    public double SetCostClass { get; init; } = 2;

    public double SetCostBbox { get; init; } = 5;

    public double SetCostGiou { get; init; } = 2;

    public double ClsLossCoef { get; init; } = 1;

    public double BboxLossCoef { get; init; } = 5;

    public double GiouLossCoef { get; init; } = 2;

    public double IntermLossCoef { get; init; } = 1;

    public double FocalAlpha { get; init; } = 0.25;

    public bool UseDn { get; init; } = true;

    /// <summary>Denoising queries: about twice this number, in groups of twice the largest target count.</summary>
    public int DnNumber { get; init; } = 100;

    /// <summary>1.0 is what every script of the reference passes and the released weights were trained with; its file says 0.4.</summary>
    public double DnBoxNoiseScale { get; init; } = 1;

    public double DnLabelNoiseRatio { get; init; } = 0.5;

    /// <summary>One box head for all decoder layers, rather than one each.</summary>
    public bool DecPredBboxEmbedShare { get; init; } = true;

    /// <summary>One class head for all decoder layers, rather than one each.</summary>
    public bool DecPredClassEmbedShare { get; init; } = true;

    /// <summary><see cref="BackboneBlocks"/>, or those of the named backbone.</summary>
    [JsonIgnore]
    public IReadOnlyList<int> ResolvedBackboneBlocks => BackboneBlocks ?? Backbone switch
    {
        "resnet50" => [3, 4, 6, 3],
        "resnet101" => [3, 4, 23, 3],
        _ => throw new BadInputException($"backbone is '{Backbone}'; expected resnet50 or resnet101, or backbone_blocks"),
    };

    /// <summary>Reads a configuration; absent keys keep their default.</summary>
    /// <param name="source">Names the text in messages.</param>
    /// <exception cref="BadInputException">Not JSON, an unknown key, or a value out of range; the message names it.</exception>
    public static DinoConfig FromJson(string json, string source = DefaultSource) => FourScaleR50.WithOverrides(json, source);

    /// <summary>This configuration with the values of a JSON object in place of its own.</summary>
    /// <inheritdoc cref="FromJson"/>
    public DinoConfig WithOverrides(string json, string source = DefaultSource)
    {
        var config = InputJson.ExamineText(json, source, Merge, "an object of the reference's keys");
        DinoConfigRules.Check(config, source);
        return config;
    }

    public string ToJson() => JsonSerializer.Serialize(this, DinoConfigJson.Default.DinoConfig);

    private DinoConfig Merge(JsonElement overrides)
    {
        var merged = JsonSerializer.SerializeToNode(this, DinoConfigJson.Default.DinoConfig)!.AsObject();
        foreach (var member in overrides.EnumerateObject())
        {
            merged[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        }

        return merged.Deserialize<DinoConfig>(s_input)!;
    }
}

/// <summary>JSON form of the configuration: snake_case keys, unknown keys refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    WriteIndented = true)]
[JsonSerializable(typeof(DinoConfig))]
internal sealed partial class DinoConfigJson : JsonSerializerContext;
