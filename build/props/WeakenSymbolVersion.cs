using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>Marks one required symbol version of 64-bit little-endian ELF files as weak (gABI symbol versioning, Elf64_Vernaux).</summary>
public sealed class WeakenSymbolVersion : Task
{
    private const uint SectionTypeVerneed = 0x6ffffffe;
    private const ushort FlagWeak = 0x2;

    [Required]
    public ITaskItem[] Files { get; set; }

    [Required]
    public string Version { get; set; }

    public override bool Execute()
    {
        foreach (var item in Files)
        {
            var path = item.GetMetadata("FullPath");
            var image = File.ReadAllBytes(path);
            if (!TryWeaken(image))
            {
                continue;
            }

            var stamp = File.GetLastWriteTimeUtc(path);
            var temporary = path + ".tmp" + Guid.NewGuid().ToString("N");
            File.WriteAllBytes(temporary, image);
            File.SetLastWriteTimeUtc(temporary, stamp);
            File.Delete(path);
            File.Move(temporary, path);
            Log.LogMessage(MessageImportance.Normal, "Marked {0} as weak in {1}", Version, path);
        }

        return !Log.HasLoggedErrors;
    }

    private bool TryWeaken(byte[] image)
    {
        var isElf64 = image.Length > 64 && image[0] == 0x7f && image[1] == 'E' && image[2] == 'L' && image[3] == 'F' && image[4] == 2 && image[5] == 1;
        if (!isElf64)
        {
            return false;
        }

        var sections = BitConverter.ToInt64(image, 0x28);
        var sectionSize = BitConverter.ToUInt16(image, 0x3a);
        var sectionCount = BitConverter.ToUInt16(image, 0x3c);
        for (var i = 0; i < sectionCount; i++)
        {
            var header = sections + (long)i * sectionSize;
            if (BitConverter.ToUInt32(image, (int)header + 4) != SectionTypeVerneed)
            {
                continue;
            }

            var stringHeader = sections + (long)BitConverter.ToUInt32(image, (int)header + 0x28) * sectionSize;
            return WeakenNeed(image, BitConverter.ToInt64(image, (int)header + 0x18), BitConverter.ToInt64(image, (int)stringHeader + 0x18));
        }

        return false;
    }

    private bool WeakenNeed(byte[] image, long need, long strings)
    {
        while (true)
        {
            var count = BitConverter.ToUInt16(image, (int)need + 2);
            var entry = need + BitConverter.ToUInt32(image, (int)need + 8);
            for (var i = 0; i < count; i++)
            {
                var name = strings + BitConverter.ToUInt32(image, (int)entry + 8);
                var flags = BitConverter.ToUInt16(image, (int)entry + 4);
                if (IsVersionAt(image, name))
                {
                    if ((flags & FlagWeak) != 0)
                    {
                        return false;
                    }

                    BitConverter.GetBytes((ushort)(flags | FlagWeak)).CopyTo(image, (int)entry + 4);
                    return true;
                }

                entry += BitConverter.ToUInt32(image, (int)entry + 12);
            }

            var next = BitConverter.ToUInt32(image, (int)need + 12);
            if (next == 0)
            {
                return false;
            }

            need += next;
        }
    }

    private bool IsVersionAt(byte[] image, long offset)
    {
        var expected = Encoding.ASCII.GetBytes(Version + "\0");
        for (var i = 0; i < expected.Length; i++)
        {
            if (image[offset + i] != expected[i])
            {
                return false;
            }
        }

        return true;
    }
}
