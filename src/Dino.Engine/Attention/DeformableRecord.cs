using TorchSharp;

namespace Dino.Engine.Attention;

/// <summary>Sampling locations and weights of some queries in every layer of one part (batch of one) as plain arrays.</summary>
internal sealed class DeformableRecord
{
    private readonly List<(float[] Locations, float[] Weights)> _layers = [];

    public int Layers => _layers.Count;

    public int Queries { get; private set; }

    public int Heads { get; private set; }

    public int Levels { get; private set; }

    public int Points { get; private set; }

    /// <param name="locations">[1, queries, heads, levels, points, 2].</param>
    /// <param name="weights">[1, queries, heads, levels, points].</param>
    public void Add(torch.Tensor locations, torch.Tensor weights)
    {
        (Queries, Heads, Levels, Points) = ((int)weights.shape[1], (int)weights.shape[2], (int)weights.shape[3], (int)weights.shape[4]);
        _layers.Add((Values(locations), Values(weights)));
    }

    /// <returns>Locations [layers, heads, levels, points, 2] and weights [layers, heads, levels, points] of one query, row-major.</returns>
    public (float[] Locations, float[] Weights) OfQuery(int query)
    {
        var perQuery = Heads * Levels * Points;
        var start = query * perQuery;
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
