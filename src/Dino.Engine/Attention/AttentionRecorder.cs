using Dino.Model.Attention;
using Dino.Ops;
using TorchSharp;

namespace Dino.Engine.Attention;

/// <summary>Keeps the attention of one forward pass (batch of one, no denoising queries): the decoder's cross- and self-attention, and what the
/// encoder's token at a chosen place attends to.</summary>
/// <param name="place">(x, y) relative to the padded input, 0 to 1; null for no encoder attention.</param>
/// <param name="owner">Disposes what is kept of the self-attention.</param>
internal sealed class AttentionRecorder((double X, double Y)? place, DisposeScope owner) : IAttentionObserver
{
    private readonly List<torch.Tensor> _selfAttention = [];

    public bool WantsSelfAttention => true;

    /// <summary>Of the decoder's queries.</summary>
    public DeformableRecord Decoder { get; } = new();

    /// <summary>Of the token of the finest level at the chosen place, as query 0; empty without a place.</summary>
    public DeformableRecord Encoder { get; } = new();

    public void DeformableAttention(AttentionSite site, torch.Tensor locations, torch.Tensor weights, IReadOnlyList<LevelShape> levels)
    {
        if (site.Part == "decoder")
        {
            Decoder.Add(locations, weights);
        }
        else if (place is { } chosen)
        {
            using var scope = torch.NewDisposeScope();
            var token = TokenAt(chosen, levels[0]);
            Encoder.Add(locations.narrow(1, token, 1), weights.narrow(1, token, 1));
        }
    }

    public void SelfAttention(AttentionSite site, torch.Tensor weights)
    {
        var kept = weights.detach().select(0, 0).to(torch.float32).cpu();
        owner.Attach(kept);
        _selfAttention.Add(kept);
    }

    /// <returns>[layers, heads, n, n] row-major: how much the first of a pair of queries attends to the second. All 900 of a row sum to 1, these to less.</returns>
    public float[] SelfAttentionOf(IReadOnlyList<long> queries)
    {
        if (queries.Count == 0)
        {
            return [];
        }

        using var scope = torch.NewDisposeScope();
        var rows = torch.tensor(queries.ToArray());
        return [.. _selfAttention.SelectMany(layer => layer.index_select(1, rows).index_select(2, rows).contiguous().data<float>().ToArray())];
    }

    private static long TokenAt((double X, double Y) place, LevelShape level)
    {
        var column = Math.Clamp((int)(place.X * level.Width), 0, level.Width - 1);
        var row = Math.Clamp((int)(place.Y * level.Height), 0, level.Height - 1);
        return ((long)row * level.Width) + column;
    }
}
