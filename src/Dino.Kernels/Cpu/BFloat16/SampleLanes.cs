using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Dino.Kernels.Cpu.Simd;

namespace Dino.Kernels.Cpu.BFloat16;

/// <summary>The positions of the samples of a run of queries, and how far an offset moves them, in cells. One element per sample;
/// all heads share them.</summary>
internal readonly unsafe struct SampleLanes
{
    // x, y, and the step of each.
    private const int ArraysPerQuery = 4;

    private readonly LevelLanes<float> _levels;
    private readonly MsDeformAttnShape _shape;
    private readonly float* _queries;
    private readonly float* _weights;

    /// <param name="memory">Memory for <see cref="Length"/> elements.</param>
    public SampleLanes(MsDeformAttnShape shape, LevelLanes<float> levels, int queries, float* memory)
    {
        (_shape, _levels) = (shape, levels);
        new Span<float>(memory, Length(levels.Padded, queries)).Clear();
        _queries = memory;
        _weights = memory + (ArraysPerQuery * queries * levels.Padded);
    }

    public static int Length(int padded, int queries) => ((ArraysPerQuery * queries) + 1) * padded;

    /// <summary>Sets the positions and steps of one query from its references.</summary>
    /// <param name="query">Number of the query in the run.</param>
    /// <param name="references">The references of the query, [Levels, size].</param>
    /// <param name="size">2 for points, 4 for boxes.</param>
    public void Start(int query, float* references, int size)
    {
        var (sample, padded) = (0, _levels.Padded);
        var lanes = Lanes(query);
        for (var level = 0; level < _shape.Levels.Length; level++, references += size)
        {
            var (height, width) = _shape.Levels[level];
            var (x, y) = (
                MathF.FusedMultiplyAdd(references[0], width, -0.5f),
                MathF.FusedMultiplyAdd(references[1], height, -0.5f));
            var (stepX, stepY) = size == 2
                ? (1f, 1f)
                : (references[2] * width * (0.5f / _shape.Points), references[3] * height * (0.5f / _shape.Points));
            for (var point = 0; point < _shape.Points; point++, sample++)
            {
                (lanes[sample], lanes[padded + sample]) = (x, y);
                (lanes[(2 * padded) + sample], lanes[(3 * padded) + sample]) = (stepX, stepY);
            }
        }
    }

    /// <summary>Computes the corners of one query and head, like <see cref="Bilinear{T, TVector, TSimd}.Locate"/>.</summary>
    /// <param name="query">Number of the query in the run.</param>
    /// <param name="offsets">2 × Padded numbers in bfloat16, (x, y).</param>
    /// <param name="logits">Padded numbers in bfloat16, minus infinity after the last sample.</param>
    /// <param name="stride">Elements between the channels of consecutive tokens.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Locate(int query, ushort* offsets, ushort* logits, int stride, Corners<float> corners)
    {
        var share = 1 / Exponentials(logits);
        var padded = _levels.Padded;
        var lanes = Lanes(query);
        for (var sample = padded - Vector512<float>.Count; sample >= 0; sample -= Vector512<float>.Count)
        {
            var pairs = Vector512.Load((uint*)offsets + sample);
            var x = Vector512.FusedMultiplyAdd(
                BFloat16Pairs.Even(pairs), Vector512.Load(lanes + (2 * padded) + sample), Vector512.Load(lanes + sample));
            var y = Vector512.FusedMultiplyAdd(
                BFloat16Pairs.Odd(pairs), Vector512.Load(lanes + (3 * padded) + sample), Vector512.Load(lanes + padded + sample));
            Bilinear<float, Vector512<float>, Simd512<float>>.LocateAt(
                _levels, sample, x, y, Vector512.Load(_weights + sample) * share, stride, corners);
        }
    }

    private float* Lanes(int query) => _queries + (ArraysPerQuery * query * _levels.Padded);

    /// <summary>Writes the exponentials of the logits, shifted by the largest logit, to the weights.</summary>
    /// <returns>The sum of the exponentials.</returns>
    private float Exponentials(ushort* logits)
    {
        var largest = Vector512.Create(float.NegativeInfinity);
        for (var sample = 0; sample < _levels.Padded; sample += Vector512<float>.Count)
        {
            largest = Vector512.Max(largest, Widen(logits + sample));
        }

        var maximum = Vector512.Create(Largest(largest));
        var sum = Vector512<float>.Zero;
        for (var sample = 0; sample < _levels.Padded; sample += Vector512<float>.Count)
        {
            var exponentials = Vector512.Exp(Widen(logits + sample) - maximum);
            exponentials.Store(_weights + sample);
            sum += exponentials;
        }

        return Vector512.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Widen(ushort* numbers)
    {
        var all = Vector256.Load(numbers);
        return (Vector512.Create(Vector256.WidenLower(all), Vector256.WidenUpper(all)) << 16).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Largest(Vector512<float> vector)
    {
        var eight = Vector256.Max(vector.GetLower(), vector.GetUpper());
        var four = Vector128.Max(eight.GetLower(), eight.GetUpper());
        var two = Vector128.Max(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        return Math.Max(two.GetElement(0), two.GetElement(1));
    }
}
