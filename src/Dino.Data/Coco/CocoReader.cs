using System.Text.Json;
using Dino.Core;

namespace Dino.Data.Coco;

/// <summary>Reads a COCO document in one forward pass, without building a tree: instances_train2017.json has 448 MB.</summary>
internal static class CocoReader
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private delegate T RecordReader<T>(ref Utf8JsonReader reader);

    /// <param name="onFault">Called for each unreadable record, which is then left out; throw from it to stop at the first.</param>
    public static CocoDataset Read(string path, Action<CocoRecordFault> onFault)
    {
        var json = ReadFile(path);
        try
        {
            return ReadDocument(path, new Utf8JsonReader(json.Span), onFault);
        }
        catch (JsonException error)
        {
            throw new BadInputException(
                $"{path}: not valid JSON at line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}; expected a COCO annotation file", error);
        }
        catch (InvalidOperationException error)
        {
            // The reader looks at a string's bytes only when it is asked for the text.
            throw new BadInputException($"{path}: has text that is not UTF-8; expected a COCO annotation file", error);
        }
    }

    /// <summary>The file's JSON text without byte-order mark.</summary>
    /// <exception cref="FileNotFoundException">No such file.</exception>
    /// <exception cref="BadInputException">It is a folder, a pipe or a device, or larger than 2 GB.</exception>
    public static ReadOnlyMemory<byte> ReadFile(string path)
    {
        if (!InputFile.IsThere(path))
        {
            throw new FileNotFoundException($"{path}: no such file; expected a COCO annotation file (JSON)", path);
        }

        var bytes = InputFile.ReadAllBytes(path);
        return bytes.AsMemory(bytes.AsSpan().StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0);
    }

    private static CocoDataset ReadDocument(string path, Utf8JsonReader reader, Action<CocoRecordFault> onFault)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new BadInputException($"{path}: is a JSON {Describe(reader.TokenType)}; expected a COCO object with images, annotations and categories");
        }

        List<CocoImage>? images = null;
        List<CocoAnnotation>? annotations = null;
        List<CocoCategory>? categories = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("images"u8))
            {
                images = ReadSection(path, "images", ref reader, CocoRecords.ReadImage, onFault);
            }
            else if (reader.ValueTextEquals("annotations"u8))
            {
                annotations = ReadSection(path, "annotations", ref reader, CocoRecords.ReadAnnotation, onFault);
            }
            else if (reader.ValueTextEquals("categories"u8))
            {
                categories = ReadSection(path, "categories", ref reader, CocoRecords.ReadCategory, onFault);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        // Reading on finds text after the closing brace.
        reader.Read();
        return new CocoDataset(Require(images, path, "images"), Require(annotations, path, "annotations"), Require(categories, path, "categories"));
    }

    private static List<T> ReadSection<T>(string path, string section, ref Utf8JsonReader reader, RecordReader<T> read, Action<CocoRecordFault> onFault)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new BadInputException($"{path}: '{section}' is a JSON {Describe(reader.TokenType)}, expected an array");
        }

        var records = new List<T>();
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            var start = reader;
            try
            {
                records.Add(read(ref reader));
            }
            catch (CocoFieldException error)
            {
                onFault(new CocoRecordFault(section, index, CocoRecords.FindId(start), error.Message, error.MissingField));
                reader = start;
                reader.Skip();
            }
        }

        return records;
    }

    private static List<T> Require<T>(List<T>? section, string path, string name)
        => section ?? throw new BadInputException($"{path}: has no '{name}'; expected a COCO object with images, annotations and categories");

    internal static string Describe(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "object",
        JsonTokenType.StartArray => "array",
        JsonTokenType.String => "string",
        JsonTokenType.Number => "number",
        JsonTokenType.True or JsonTokenType.False => "boolean",
        _ => "null",
    };
}
