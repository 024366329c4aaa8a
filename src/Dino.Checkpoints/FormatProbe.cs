using System.Buffers.Binary;
using System.Text;
using Dino.Checkpoints.Files;
using Dino.Core;

namespace Dino.Checkpoints;

/// <summary>Tells the layouts apart by their first bytes; file names lie.</summary>
internal static class FormatProbe
{
    private const int ProbeBytes = 64;
    private const byte PickleProto = 0x80;

    public static CheckpointFormat Recognise(MappedFile file)
    {
        var start = file.Span(0, (int)Math.Min(ProbeBytes, file.Length));
        if (start.StartsWith("PK"u8))
        {
            return CheckpointFormat.TorchZip;
        }

        // Before pickle: a header of 0x80 bytes (modulo 256) starts with pickle's first byte.
        if (start.Length > sizeof(ulong) && start[sizeof(ulong)] == '{' && BinaryPrimitives.ReadUInt64LittleEndian(start) <= uint.MaxValue)
        {
            return CheckpointFormat.Safetensors;
        }

        if (start[0] == PickleProto)
        {
            return CheckpointFormat.TorchLegacy;
        }

        var text = Encoding.Latin1.GetString(start);
        throw new BadInputException(text.TrimStart().StartsWith('<')
            ? "is a web page, not a checkpoint (a download page was saved in place of the file); download it again"
            : $"is not a checkpoint: it starts with {Convert.ToHexStringLower(start[..Math.Min(8, start.Length)])}; expected a .pth (zip or pickle) or safetensors");
    }
}
