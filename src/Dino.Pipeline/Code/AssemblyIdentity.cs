using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using Dino.Core;

namespace Dino.Pipeline.Code;

/// <summary>Tells apart assemblies that do different things.</summary>
internal static class AssemblyIdentity
{
    private const int GuidSize = 16;

    /// <summary>Offset of TimeDateStamp in the COFF header, and of CheckSum in the optional header (ECMA-335 II.25.2).</summary>
    private const int TimeOffset = 4;
    private const int CheckSumOffset = 64;

    /// <summary>SHA-256 of the assembly without what belongs to its debugging symbols. A compiler's module version id would
    /// change with them, so with every comment and line break.</summary>
    /// <exception cref="BadInputException">The file is no assembly.</exception>
    public static string Of(string path)
    {
        var image = File.ReadAllBytes(path);
        try
        {
            foreach (var (start, length) in Symbols(image))
            {
                image.AsSpan(start, length).Clear();
            }
        }
        catch (Exception problem)
            when (problem is BadImageFormatException or ArgumentOutOfRangeException or InvalidOperationException)
        {
            throw new BadInputException(
                $"{path}: damaged, expected a .NET assembly ({problem.Message}); build or install again", problem);
        }

        return FileHash.Sha256(image);
    }

    /// <summary>The debug directory and its entries, and what the compiler computes from a hash that includes them: the time
    /// stamp that stands for it, the checksum, the module version id.</summary>
    private static List<(int Start, int Length)> Symbols(byte[] image)
    {
        // A copy: the reader must not see the bytes change.
        using var reader = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(image.ToArray()));
        var headers = reader.PEHeaders;
        var metadata = reader.GetMetadataReader();
        var moduleVersion = headers.MetadataStartOffset + metadata.GetHeapMetadataOffset(HeapIndex.Guid)
            + ((MetadataTokens.GetHeapOffset(metadata.GetModuleDefinition().Mvid) - 1) * GuidSize);
        List<(int Start, int Length)> symbols =
        [
            (headers.CoffHeaderStartOffset + TimeOffset, sizeof(uint)),
            (headers.PEHeaderStartOffset + CheckSumOffset, sizeof(uint)),
            (moduleVersion, GuidSize),
            .. reader.ReadDebugDirectory().Where(entry => entry.DataSize > 0)
                .Select(entry => (entry.DataPointer, entry.DataSize)),
        ];
        if (headers.TryGetDirectoryOffset(headers.PEHeader!.DebugTableDirectory, out var directory))
        {
            symbols.Add((directory, headers.PEHeader.DebugTableDirectory.Size));
        }

        return symbols;
    }
}
