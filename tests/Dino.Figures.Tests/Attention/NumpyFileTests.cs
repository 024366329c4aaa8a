using System.Text;
using Dino.Figures.Attention;

namespace Dino.Figures.Tests.Attention;

public sealed class NumpyFileTests
{
    [Fact]
    public void Write_Array_HasNumpysHeaderAndLittleEndianValues()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("dino-npy-").FullName, "a.npy");
        NumpyFile.Write(path, [1, 2, 3, 4, 5, 6], 2, 3);

        var bytes = File.ReadAllBytes(path);
        Assert.Equal([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0], bytes[..8]);
        var header = BitConverter.ToUInt16(bytes, 8);
        Assert.Equal(0, (10 + header) % 64);
        Assert.StartsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", Encoding.ASCII.GetString(bytes, 10, header), StringComparison.Ordinal);
        Assert.Equal((byte)'\n', bytes[9 + header]);
        Assert.Equal(6f, BitConverter.ToSingle(bytes, bytes.Length - 4));
        Assert.Equal(10 + header + 24, bytes.Length);
    }

    [Fact]
    public void Write_ShapeOfAnotherSize_IsRefused()
        => Assert.Throws<ArgumentException>(() => NumpyFile.Write("unused.npy", [1, 2], 3));
}
