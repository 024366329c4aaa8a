using System.Numerics;
using System.Runtime.InteropServices;
using Dino.Core;
using static TorchSharp.torch;

namespace Dino.Checkpoints;

/// <summary>Tells values that a model cannot compute with. One NaN in a weight need not show in what comes out: it may only
/// shift the numbers.</summary>
public static class FiniteValues
{
    /// <exception cref="BadInputException">An element is NaN or infinite, or a variance is negative; the message names file and
    /// tensor.</exception>
    public static void Require(Checkpoint checkpoint, CheckpointTensor tensor)
    {
        if (Fault(tensor) is { } fault)
        {
            throw new BadInputException(
                $"{checkpoint.FilePath}: tensor '{tensor.Name}' {fault}; it is damaged or its training diverged. Use another");
        }
    }

    /// <summary>What is wrong with a tensor, such as "has elements that are NaN or infinite"; null for nothing. Reads all of
    /// it, piece by piece.</summary>
    public static string? Fault(CheckpointTensor tensor)
    {
        if (!IsFinite(tensor))
        {
            return "has elements that are NaN or infinite";
        }

        var isVariance = tensor.Name.EndsWith("running_var", StringComparison.Ordinal);
        return isVariance && HasNegative(tensor) ? "has negative elements; expected variances" : null;
    }

    private static bool IsFinite(CheckpointTensor tensor)
    {
        var finite = true;
        tensor.Stored.Read(bytes => finite = finite && tensor.DType switch
        {
            ScalarType.Float32 => AreFinite(MemoryMarshal.Cast<byte, uint>(bytes), 0x7F80_0000u),
            ScalarType.Float64 => AreFinite(MemoryMarshal.Cast<byte, ulong>(bytes), 0x7FF0_0000_0000_0000ul),
            ScalarType.Float16 => AreFinite(MemoryMarshal.Cast<byte, ushort>(bytes), (ushort)0x7C00),
            ScalarType.BFloat16 => AreFinite(MemoryMarshal.Cast<byte, ushort>(bytes), (ushort)0x7F80),
            _ => true,
        });
        return finite;
    }

    /// <param name="exponent">Mask of the exponent's bits; all of them are set in what is not finite and in nothing
    /// else.</param>
    private static bool AreFinite<T>(ReadOnlySpan<T> bits, T exponent)
        where T : unmanaged, IBinaryInteger<T>
    {
        var mask = new Vector<T>(exponent);
        for (; bits.Length >= Vector<T>.Count; bits = bits[Vector<T>.Count..])
        {
            if (Vector.EqualsAny(new Vector<T>(bits) & mask, mask))
            {
                return false;
            }
        }

        foreach (var value in bits)
        {
            if ((value & exponent) == exponent)
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasNegative(CheckpointTensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.ToTensor().lt(0).any().item<bool>();
    }
}
