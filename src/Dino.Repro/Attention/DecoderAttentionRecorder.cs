using Dino.Model.Attention;
using Dino.Ops;
using TorchSharp;

namespace Dino.Repro.Attention;

/// <summary>Keeps the decoder's cross-attention of one forward pass (batch of one, no denoising queries) as plain arrays.</summary>
internal sealed class DecoderAttentionRecorder : IAttentionObserver
{
    private readonly List<(float[] Locations, float[] Weights)> _layers = [];

    public bool WantsSelfAttention => false;

    public int Layers => _layers.Count;

    public int Queries { get; private set; }

    public int Heads { get; private set; }

    public int Levels { get; private set; }

    public int Points { get; private set; }

    public void DeformableAttention(AttentionSite site, torch.Tensor locations, torch.Tensor weights, IReadOnlyList<LevelShape> levels)
    {
        if (site.Part != "decoder")
        {
            return;
        }

        (Queries, Heads, Levels, Points) = ((int)weights.shape[1], (int)weights.shape[2], (int)weights.shape[3], (int)weights.shape[4]);
        _layers.Add((Values(locations), Values(weights)));
    }

    public void SelfAttention(AttentionSite site, torch.Tensor weights)
    {
    }

    /// <returns>Locations [layers, heads, levels, points, 2] and weights [layers, heads, levels, points] of one query, row-major.</returns>
    public (float[] Locations, float[] Weights) OfQuery(long query)
    {
        var perQuery = Heads * Levels * Points;
        var start = (int)query * perQuery;
        return (
            [.. _layers.SelectMany(layer => layer.Locations.AsSpan(2 * start, 2 * perQuery).ToArray())],
            [.. _layers.SelectMany(layer => layer.Weights.AsSpan(start, perQuery).ToArray())]);
    }

    private static float[] Values(torch.Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        return tensor.detach().to(torch.float32).cpu().contiguous().data<float>().ToArray();
    }
}
