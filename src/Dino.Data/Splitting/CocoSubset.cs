using System.Runtime.InteropServices;
using System.Text.Json;
using Dino.Core.Coco;
using Dino.Data.Coco;

namespace Dino.Data.Splitting;

/// <summary>Part of a COCO file: chosen images with their annotations, every record as it stands in the file, with keys that this project does not read.</summary>
internal static class CocoSubset
{
    /// <param name="source">The whole file.</param>
    /// <param name="dataset">The same file as read by <see cref="CocoDataset.Load"/>: records in the same order.</param>
    public static byte[] Make(JsonDocument source, CocoDataset dataset, IReadOnlySet<long> imageIds)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, CocoWriter.Options))
        {
            var root = source.RootElement;
            json.WriteStartObject();
            foreach (var name in root.EnumerateObject().Select(property => property.Name).Distinct())
            {
                json.WritePropertyName(name);
                var value = root.GetProperty(name);
                switch (name)
                {
                    case "images":
                        WriteSome(json, value, index => imageIds.Contains(dataset.Images[index].Id));
                        break;
                    case "annotations":
                        WriteSome(json, value, index => imageIds.Contains(dataset.Annotations[index].ImageId));
                        break;
                    default:
                        value.WriteTo(json);
                        break;
                }
            }

            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void WriteSome(Utf8JsonWriter json, JsonElement records, Predicate<int> isWanted)
    {
        json.WriteStartArray();
        var index = 0;
        foreach (var record in records.EnumerateArray())
        {
            if (isWanted(index++))
            {
                record.WriteTo(json);
            }
        }

        json.WriteEndArray();
    }
}

/// <summary>Puts image files into another dataset's folder.</summary>
internal static partial class ImageFiles
{
    /// <summary>Gives <paramref name="existing"/> the further name <paramref name="path"/>. A hard link leads nowhere out of its folder as a symbolic one
    /// would; where the system has none (another file system, no permission, Windows) and on request the file is copied.</summary>
    public static void Place(string existing, string path, bool copy)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (copy || OperatingSystem.IsWindows() || Link(existing, path) != 0)
        {
            File.Copy(existing, path);
        }
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Link(string existing, string path);
}
