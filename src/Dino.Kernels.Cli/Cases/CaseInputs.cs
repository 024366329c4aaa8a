using Dino.Core;


namespace Dino.Kernels.Cli.Cases;

/// <summary>Inputs that sample where an untrained DINO samples: each of the eight heads in its own direction, and point p at a
/// distance of p + 1 cells (encoder) or the same fraction of half a box (decoder), with up to a cell of noise. The weights of a
/// query and head sum to 1.</summary>
internal sealed record CaseInputs(MsDeformAttnShape Shape, float[] Value, float[] Locations, float[] Weights, float[] GradOutput)
{
    private const long Seed = 1;

    // The gradient of a location jumps at the edge of a cell, so rounding must not move a sample across one.
    private const double DistanceFromEdges = 1.0 / 64;

    public static CaseInputs Draw(DinoShape dino)
    {
        var shape = dino.Shape;
        return new(
            shape,
            Uniform("value", shape.ValueLength),
            DrawLocations(dino),
            DrawWeights(shape),
            Uniform("gradient by the output", shape.OutputLength));
    }

    private static float[] Uniform(string name, long length)
    {
        var stream = new SplitMix64(Seed, name);
        var numbers = new float[length];
        for (var index = 0; index < numbers.Length; index++)
        {
            numbers[index] = (float)stream.NextDouble(-1, 1);
        }

        return numbers;
    }

    private static float[] DrawWeights(MsDeformAttnShape shape)
    {
        var stream = new SplitMix64(Seed, "weights");
        var weights = new float[shape.WeightsLength];
        for (var first = 0; first < weights.Length; first += shape.SamplesPerHead)
        {
            var row = weights.AsSpan(first, shape.SamplesPerHead);
            var sum = 0.0;
            foreach (ref var weight in row)
            {
                weight = (float)stream.NextDouble();
                sum += weight;
            }

            foreach (ref var weight in row)
            {
                weight = (float)(weight / sum);
            }
        }

        return weights;
    }

    private static float[] DrawLocations(DinoShape dino)
    {
        var shape = dino.Shape;
        var stream = new SplitMix64(Seed, "locations");
        var centers = dino.IsEncoder ? [.. TokenCenters(shape)] : new (double X, double Y)[shape.Queries];
        var locations = new float[shape.LocationsLength];
        var at = 0;
        for (var query = 0; query < shape.Batch * shape.Queries; query++)
        {
            var (x, y) = dino.IsEncoder ? centers[query % shape.Queries] : (stream.NextDouble(), stream.NextDouble());
            var (width, height) = (stream.NextDouble(0.05, 0.4), stream.NextDouble(0.05, 0.4));
            for (var head = 0; head < shape.Heads; head++)
            {
                var (sin, cos) = Math.SinCos(2 * Math.PI * head / shape.Heads);
                var largest = Math.Max(Math.Abs(sin), Math.Abs(cos));
                foreach (var level in shape.Levels)
                {
                    for (var point = 1; point <= shape.Points; point++)
                    {
                        var (stepX, stepY) = dino.IsEncoder
                            ? (point / (double)level.Width, point / (double)level.Height)
                            : (point * width / (2 * shape.Points), point * height / (2 * shape.Points));
                        locations[at++] = OffEdges(x + (stepX * cos / largest), level.Width, stream);
                        locations[at++] = OffEdges(y + (stepY * sin / largest), level.Height, stream);
                    }
                }
            }
        }

        return locations;
    }

    private static IEnumerable<(double X, double Y)> TokenCenters(MsDeformAttnShape shape)
        => from level in shape.Levels
           from row in Enumerable.Range(0, level.Height)
           from column in Enumerable.Range(0, level.Width)
           select ((column + 0.5) / level.Width, (row + 0.5) / level.Height);

    private static float OffEdges(double location, int size, SplitMix64 stream)
    {
        var cell = Math.Floor((location * size) - 0.5 + stream.NextDouble(-1, 1));
        return (float)((cell + stream.NextDouble(DistanceFromEdges, 1 - DistanceFromEdges) + 0.5) / size);
    }
}
