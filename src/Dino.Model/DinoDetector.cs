using Dino.Model.Attention;
using Dino.Model.Denoising;
using Dino.Model.Inputs;
using Dino.Model.Outputs;
using Dino.Ops;
using TorchSharp;
using TorchSharp.Modules;

namespace Dino.Model;

/// <summary>DINO: DETR with improved denoising anchor boxes (arXiv 2203.03605).</summary>
public sealed class DinoDetector : torch.nn.Module
{
    /// <summary>Groups of the input projections' norm (reference: models/dino/dino.py, nn.GroupNorm(32, hidden_dim)).</summary>
    internal const int NormGroups = 32;

    /// <param name="op">The deformable-attention implementation; shared, not owned.</param>
    /// <param name="seed">Decides the initial parameters.</param>
    /// <exception cref="InvalidDataException">The configuration does not describe a model; the message names the key.</exception>
    public DinoDetector(DinoConfig config, IMsDeformAttnOp op, long seed)
        : base(nameof(DinoDetector))
    {
        DinoConfigRules.Check(config);
        Config = config;
        throw new NotSupportedException();
    }

    public DinoConfig Config { get; }

    /// <summary>Predicts; in training mode with use_dn also denoises.</summary>
    /// <param name="targets">One an image, on the images' device; needed for denoising.</param>
    /// <param name="noise">Needed for denoising.</param>
    /// <param name="observer">Sees every attention; null costs nothing.</param>
    /// <returns>Predictions, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The images have fewer tokens than the model has queries, or denoising lacks targets or noise.</exception>
    public DinoOutput Forward(
        ImageBatch images, IReadOnlyList<DetectionTarget>? targets = null, IDenoisingNoise? noise = null, IAttentionObserver? observer = null)
        => throw new NotSupportedException();

    /// <summary>Every parameter and buffer under the reference's names and in its order, shared heads under each of their names (the same tensor).
    /// The model keeps ownership.</summary>
    public IReadOnlyList<KeyValuePair<string, torch.Tensor>> StateDict() => throw new NotSupportedException();

    /// <summary>Parameters that train, each once, under its first name in <see cref="StateDict"/> and in that order. The model keeps ownership.</summary>
    public IReadOnlyList<(string Name, Parameter Value)> TrainableParameters() => throw new NotSupportedException();
}
