using Dino.Core;
using Dino.Figures.Attention;
using Dino.TestUtilities;

namespace Dino.Figures.Tests.Attention;

/// <summary>NumPy files with random damage; longer with DINO_FUZZ_SECONDS.</summary>
public sealed class DamagedArrayTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("npy-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_DamagedArray_ReadsOrRefuses() => Assert.True(Fuzz.Run(Array(), path => NumpyFile.Read(path)) > 0);

    [Theory]
    [InlineData("(1099511627776,)")]
    [InlineData("(4294967296, 4294967297)")]
    [InlineData("(65536, 65536)")]
    [InlineData("(99999999999999999999999,)")]
    [InlineData("(4, 0)")]
    public void Read_ShapeOtherThanTheFile_IsRefused(string shape)
    {
        var text = System.Text.Encoding.Latin1.GetString(Array());
        var path = Path.Combine(_folder, "x.npy");
        var from = text.IndexOf("(2, 3)", StringComparison.Ordinal);
        var damaged = text.Remove(from, shape.Length).Insert(from, shape).Replace("}", " ", StringComparison.Ordinal);
        File.WriteAllBytes(path, System.Text.Encoding.Latin1.GetBytes(damaged));

        Assert.Throws<BadInputException>(() => NumpyFile.Read(path));
    }

    private byte[] Array()
    {
        var path = Path.Combine(_folder, "a.npy");
        NumpyFile.Write(path, [1, 2, 3, 4, 5, 6], 2, 3);
        return File.ReadAllBytes(path);
    }
}
