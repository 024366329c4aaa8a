using System.Buffers.Binary;

namespace Dino.TestUtilities;

/// <summary>Damages bytes as bad disks, broken transfers and ill will do; the same seed gives the same damage for ever.</summary>
public static class ByteDamage
{
    private const int MostChanges = 4;
    private const int MostSlice = 64;

    private static readonly long[] s_numbers =
        [0, 1, -1, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue, 1L << 40];

    /// <param name="original">Stays as it is.</param>
    public static byte[] Of(byte[] original, long seed)
    {
        var state = (ulong)seed;
        var bytes = original.ToList();
        for (var change = Below(MostChanges); change >= 0; change--)
        {
            var (at, length) = (Below(bytes.Count), 1 + Below(MostSlice));
            length = Math.Min(length, bytes.Count - at);
            switch (Below(6))
            {
                case 0 when length > 0:
                    bytes[at] ^= (byte)(1 << Below(8));
                    break;
                case 1 when length > 0:
                    bytes[at] = (byte)Below(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 4 when length > 0:
                    var from = Below(bytes.Count - length + 1);
                    Overwrite(at, bytes.GetRange(from, length));
                    break;
                case 5:
                    var number = new byte[sizeof(long)];
                    BinaryPrimitives.WriteInt64LittleEndian(number, s_numbers[Below(s_numbers.Length)]);
                    Overwrite(at, number[..(1 << Below(4))]);
                    break;
            }
        }

        return [.. bytes];

        void Overwrite(int at, IReadOnlyList<byte> values)
        {
            for (var i = 0; i < values.Count && at + i < bytes.Count; i++)
            {
                bytes[at + i] = values[i];
            }
        }

        // SplitMix64.
        int Below(int limit)
        {
            state += 0x9E3779B97F4A7C15;
            var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return limit <= 0 ? 0 : (int)((mixed ^ (mixed >> 31)) % (ulong)limit);
        }
    }
}
