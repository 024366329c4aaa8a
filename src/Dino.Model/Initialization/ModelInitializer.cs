using System.Text.RegularExpressions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dino.Model.Initialization;

/// <summary>Initial values of all parameters (dino-spec 8), drawn in the model's order from one generator. The reference's
/// backbone starts from ImageNet weights; without them it starts here as torchvision's ResNet does.</summary>
internal sealed partial class ModelInitializer
{
    /// <summary>Every class starts at this probability (focal loss, Lin et al. 1708.02002, Sec. 4.1).</summary>
    private const double PriorProbability = 0.01;

    private readonly DinoConfig _config;
    private readonly Generator _generator;
    private readonly Dictionary<string, Tensor> _values;

    private ModelInitializer(DinoConfig config, Dictionary<string, Tensor> values, Generator generator)
        => (_config, _values, _generator) = (config, values, generator);

    /// <param name="state">Every tensor once, under its first name.</param>
    public static void Initialize(DinoConfig config, IReadOnlyList<KeyValuePair<string, Tensor>> state, long seed)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var generator = new Generator((ulong)seed, CPU); // manual_seed would seed torch's global generator
        var initializer = new ModelInitializer(config, state.ToDictionary(), generator);
        foreach (var (name, value) in state)
        {
            if (value is Parameter)
            {
                initializer.Draw(name, value);
            }
        }
    }

    private void Draw(string name, Tensor value)
    {
        if (CopySource(name) is { } source)
        {
            value.copy_(_values[source]);
        }
        else if (Norm().IsMatch(name))
        {
            // TorchSharp 0.107 leaves a GroupNorm's parameters as the memory was.
            nn.init.constant_(value, name.EndsWith(".weight", StringComparison.Ordinal) ? 1 : 0);
        }
        else if (Head().IsMatch(name))
        {
            DrawHead(name, value);
        }
        else if (name.StartsWith("backbone.", StringComparison.Ordinal))
        {
            var (_, fanOut) = nn.init.CalculateFanInAndFanOut(value);
            value.normal_(0, Math.Sqrt(2.0 / fanOut), _generator);
        }
        else if (name is "label_enc.weight" or "transformer.level_embed")
        {
            value.normal_(0, 1, _generator);
        }
        else if (SamplingModule().IsMatch(name))
        {
            DrawSampling(name, value);
        }
        else if (value.dim() > 1)
        {
            var (fanIn, fanOut) = nn.init.CalculateFanInAndFanOut(value);
            DrawUniform(value, Math.Sqrt(6.0 / (fanIn + fanOut)));
        }
        else if (ZeroBias().IsMatch(name))
        {
            nn.init.zeros_(value);
        }
        else
        {
            DrawLinear(name, value);
        }
    }

    /// <summary>The heads are made outside the reference's transformer, so its xavier pass does not reach them.</summary>
    private void DrawHead(string name, Tensor value)
    {
        if (name.EndsWith("class_embed.0.bias", StringComparison.Ordinal))
        {
            nn.init.constant_(value, -Math.Log((1 - PriorProbability) / PriorProbability));
        }
        else if (name.Contains("bbox_embed.0.layers.2.", StringComparison.Ordinal))
        {
            nn.init.zeros_(value);
        }
        else
        {
            DrawLinear(name, value);
        }
    }

    private void DrawSampling(string name, Tensor value)
    {
        nn.init.zeros_(value);
        if (name.EndsWith("sampling_offsets.bias", StringComparison.Ordinal))
        {
            var points = name.Contains(".encoder.", StringComparison.Ordinal) ? _config.EncNPoints : _config.DecNPoints;
            value.copy_(tensor(SamplingOffsetGrid.Bias(_config.Nheads, _config.NumFeatureLevels, points)));
        }
    }

    /// <summary>PyTorch's default of a linear layer, weight and bias.</summary>
    private void DrawLinear(string name, Tensor value)
    {
        var weight = _values[name[..(name.LastIndexOf('.') + 1)] + "weight"];
        DrawUniform(value, 1 / Math.Sqrt(weight.shape[1]));
    }

    // nn.init's functions draw from the global generator whatever they are given (TorchSharp 0.107); the tensor's own do not.
    private void DrawUniform(Tensor value, double bound) => value.uniform_(-bound, bound, _generator);

    /// <summary>The encoder's heads and, where heads are not shared, those of later layers start as copies of the first.</summary>
    private static string? CopySource(string name)
    {
        var source = Copy().Replace(name, "transformer.decoder.$1.0.");
        return source == name ? null : source;
    }

    [GeneratedRegex(@"norm\d?\.|^input_proj\.\d+\.1\.")]
    private static partial Regex Norm();

    [GeneratedRegex(@"^transformer\.decoder\.(bbox|class)_embed\.")]
    private static partial Regex Head();

    [GeneratedRegex(@"^transformer\.(?:enc_out_|decoder\.(?=\w+\.[1-9]))((?:bbox|class)_embed)\.(?:[1-9]\d*\.)?")]
    private static partial Regex Copy();

    [GeneratedRegex(@"\.(sampling_offsets|attention_weights)\.")]
    private static partial Regex SamplingModule();

    [GeneratedRegex(@"(value_proj|output_proj|out_proj)\.bias$|in_proj_bias$|^input_proj\.")]
    private static partial Regex ZeroBias();
}
