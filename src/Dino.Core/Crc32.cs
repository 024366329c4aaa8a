namespace Dino.Core;

/// <summary>The check sum of zip entries and of PNG chunks: CRC-32 with the polynomial 0x04C11DB7, reflected.</summary>
public static class Crc32
{
    private static readonly uint[] s_table = [.. Enumerable.Range(0, 256).Select(value => Divide((uint)value))];

    /// <summary>Of the bytes that gave <paramref name="before"/> (0 for none) followed by <paramref name="bytes"/>.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes, uint before = 0)
    {
        var crc = ~before;
        foreach (var value in bytes)
        {
            crc = (crc >> 8) ^ s_table[(byte)(crc ^ value)];
        }

        return ~crc;
    }

    private static uint Divide(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value >> 1) ^ ((value & 1) * 0xEDB88320);
        }

        return value;
    }
}
