using Dino.Core;


namespace Dino.Benchmarks.MsDeformAttn;

/// <summary>Inputs like those of the model: every query samples around one place, up to 4 cells away from it in every level. The
/// queries of an encoder are at its tokens.</summary>
internal sealed record OpNumbers(float[] Value, float[] Locations, float[] Weights, float[] GradOutput)
{
    private const double Reach = 4;

    public static OpNumbers Draw(OpShape shape)
    {
        var samples = shape.Batch * shape.Queries * OpShape.Heads * shape.Levels.Count * OpShape.Points;
        var outputs = shape.Batch * shape.Queries * OpShape.Heads * OpShape.HeadDim;
        return new(
            Uniform("value", shape.Batch * shape.Tokens * OpShape.Heads * OpShape.HeadDim, -1),
            DrawLocations(shape, 2 * samples),
            Uniform("weights", samples, 0),
            Uniform("gradOutput", outputs, -1));
    }

    private static float[] Uniform(string name, int length, double low)
    {
        var stream = new SplitMix64(seed: 7, name);
        return [.. Enumerable.Range(0, length).Select(_ => (float)stream.NextDouble(low, 1))];
    }

    private static float[] DrawLocations(OpShape shape, int length)
    {
        var stream = new SplitMix64(seed: 7, "locations");
        var places = shape.Queries == shape.Tokens
            ? Tokens(shape)
            : [.. Enumerable.Range(0, shape.Queries).Select(_ => (X: stream.NextDouble(), Y: stream.NextDouble()))];
        var locations = new List<float>(length);
        for (var batch = 0; batch < shape.Batch; batch++)
        {
            foreach (var (x, y) in places)
            {
                for (var head = 0; head < OpShape.Heads; head++)
                {
                    foreach (var level in shape.Levels)
                    {
                        for (var point = 0; point < OpShape.Points; point++)
                        {
                            locations.Add((float)(x + (stream.NextDouble(-Reach, Reach) / level.Width)));
                            locations.Add((float)(y + (stream.NextDouble(-Reach, Reach) / level.Height)));
                        }
                    }
                }
            }
        }

        return [.. locations];
    }

    /// <summary>The centers of all cells of all levels.</summary>
    private static List<(double X, double Y)> Tokens(OpShape shape) =>
    [
        .. from level in shape.Levels
           from row in Enumerable.Range(0, level.Height)
           from column in Enumerable.Range(0, level.Width)
           select ((column + 0.5) / level.Width, (row + 0.5) / level.Height),
    ];
}
