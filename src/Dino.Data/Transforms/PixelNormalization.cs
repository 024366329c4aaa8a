using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Dino.Data.Images;

namespace Dino.Data.Transforms;

/// <summary>torchvision's ToTensor and Normalize with ImageNet's statistics, in float32 as there: (value / 255 - mean) / std, to the last bit.</summary>
public static class PixelNormalization
{
    private const float Levels = 255;

    // Pixels that one step of the vector loop converts.
    private const int Step = 16;

    /// <summary>ImageNet's channel means in R, G, B order, of values in [0, 1].</summary>
    public static IReadOnlyList<float> Mean { get; } = [0.485f, 0.456f, 0.406f];

    /// <summary>ImageNet's channel standard deviations in R, G, B order.</summary>
    public static IReadOnlyList<float> StandardDeviation { get; } = [0.229f, 0.224f, 0.225f];

    /// <summary>Writes one row into the three planes of <paramref name="pixels"/> [3, height, width].</summary>
    /// <param name="rgb">width * 3 bytes.</param>
    internal static void Write(ReadOnlySpan<byte> rgb, int y, int width, int height, Span<float> pixels)
    {
        for (var channel = 0; channel < RgbImage.Channels; channel++)
        {
            var plane = pixels.Slice(((channel * height) + y) * width, width);
            var done = WriteVectors(rgb, plane, channel);
            for (var x = done; x < width; x++)
            {
                plane[x] = ((rgb[(x * RgbImage.Channels) + channel] / Levels) - Mean[channel]) / StandardDeviation[channel];
            }
        }
    }

    /// <returns>Pixels done, a multiple of the step.</returns>
    private static int WriteVectors(ReadOnlySpan<byte> rgb, Span<float> plane, int channel)
    {
        var (first, second, third) = Picks(channel);
        var mean = Vector256.Create(Mean[channel]);
        var levels = new Divisor(Levels);
        var deviation = new Divisor(StandardDeviation[channel]);
        ref var source = ref MemoryMarshal.GetReference(rgb);
        ref var target = ref MemoryMarshal.GetReference(plane);
        var x = 0;
        for (; x <= plane.Length - Step; x += Step)
        {
            var at = (nuint)(x * RgbImage.Channels);
            var values = Vector128.ShuffleNative(Vector128.LoadUnsafe(ref source, at), first)
                | Vector128.ShuffleNative(Vector128.LoadUnsafe(ref source, at + Step), second)
                | Vector128.ShuffleNative(Vector128.LoadUnsafe(ref source, at + (2 * Step)), third);
            var (low, high) = Vector256.Widen(Vector256.Create(Vector128.WidenLower(values), Vector128.WidenUpper(values)));
            deviation.Divide(levels.Divide(Vector256.ConvertToSingle(low.AsInt32())) - mean).StoreUnsafe(ref target, (nuint)x);
            deviation.Divide(levels.Divide(Vector256.ConvertToSingle(high.AsInt32())) - mean).StoreUnsafe(ref target, (nuint)(x + (Step / 2)));
        }

        return x;
    }

    /// <summary>Where 16 values of a channel lie in three vectors of 16 interleaved bytes; 255 picks nothing.</summary>
    private static (Vector128<byte> First, Vector128<byte> Second, Vector128<byte> Third) Picks(int channel)
    {
        Span<byte> picks = stackalloc byte[RgbImage.Channels * Step];
        picks.Fill(byte.MaxValue);
        for (var pixel = 0; pixel < Step; pixel++)
        {
            var (vector, at) = Math.DivRem((pixel * RgbImage.Channels) + channel, Step);
            picks[(vector * Step) + pixel] = (byte)at;
        }

        return (Vector128.Create(picks), Vector128.Create(picks[Step..]), Vector128.Create(picks[(2 * Step)..]));
    }

    /// <summary>Divides by multiplication with one step of correction; a test shows it equal to a division for every value a byte can take.</summary>
    private readonly struct Divisor(float value)
    {
        private readonly Vector256<float> _value = Vector256.Create(value);
        private readonly Vector256<float> _inverse = Vector256.Create(1 / value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Divide(Vector256<float> dividend)
        {
            var quotient = dividend * _inverse;
            var rest = Vector256.FusedMultiplyAdd(-quotient, _value, dividend);
            return Vector256.FusedMultiplyAdd(rest, _inverse, quotient);
        }
    }
}
