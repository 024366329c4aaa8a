using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace Dino.Core;

/// <summary>Reads the JSON that a user gave into records. What a record needs has to be there: a member that is missing or null,
/// also as an element of a list, is refused here, so that nothing behind has to ask.</summary>
public static partial class InputJson
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary><paramref name="options"/> for reading: nullable annotations and required members hold, and no member may stand
    /// there twice.</summary>
    public static JsonSerializerOptions Strict(JsonSerializerOptions options)
        => Strict(options, options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver());

    /// <summary>As the other, with types that are read as <paramref name="types"/> says, such as a generated context.</summary>
    public static JsonSerializerOptions Strict(JsonSerializerOptions options, IJsonTypeInfoResolver types) => new(options)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        TypeInfoResolver = types.WithAddedModifier(RefuseNullElements),
    };

    /// <summary>Reads a small file.</summary>
    /// <param name="options">Of <see cref="Strict(JsonSerializerOptions)"/>.</param>
    /// <param name="expected">What the file should be, such as "a baseline manifest".</param>
    /// <exception cref="FileNotFoundException">Nothing is there.</exception>
    /// <exception cref="BadInputException">Not such a file; the message names it, the member and what was expected.</exception>
    public static T Read<T>(string path, JsonSerializerOptions options, string expected)
        => Parse<T>(InputFile.ReadAllBytes(path, InputFile.MostDocumentBytes), path, options, expected);

    /// <summary>Reads a text, such as an entry of a file's metadata.</summary>
    /// <param name="source">Names it in messages.</param>
    /// <exception cref="BadInputException">Not such a text; the message names source, member and what was expected.</exception>
    public static T Parse<T>(string json, string source, JsonSerializerOptions options, string expected)
        => Guard(() => RequireElements(JsonSerializer.Deserialize<T>(json, options)), source, expected);

    /// <summary>Reads values out of a document that no record describes.</summary>
    /// <param name="read">May fail as <see cref="JsonElement"/> does where a member is missing or of another kind.</param>
    /// <exception cref="FileNotFoundException">Nothing is there.</exception>
    /// <exception cref="BadInputException">Not such a file; the message names it and what was expected.</exception>
    public static T Examine<T>(string path, Func<JsonElement, T> read, string expected)
    {
        var bytes = InputFile.ReadAllBytes(path, InputFile.MostDocumentBytes);
        return Guard(() => Examine(WithoutMark(bytes), read), path, expected);
    }

    /// <summary>Reads values out of a text.</summary>
    /// <exception cref="BadInputException">Not such a text; the message names source and what was expected.</exception>
    public static T ExamineText<T>(string json, string source, Func<JsonElement, T> read, string expected)
        => Guard(() => Examine(System.Text.Encoding.UTF8.GetBytes(json), read), source, expected);

    private static T Examine<T>(ReadOnlyMemory<byte> json, Func<JsonElement, T> read)
    {
        using var document = JsonDocument.Parse(json);
        return read(document.RootElement);
    }

    private static T Parse<T>(byte[] json, string source, JsonSerializerOptions options, string expected)
        => Guard(() => RequireElements(JsonSerializer.Deserialize<T>(WithoutMark(json).Span, options)), source, expected);

    private static T Guard<T>(Func<T> read, string source, string expected)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem
            is JsonException
            or KeyNotFoundException
            or IndexOutOfRangeException
            or InvalidOperationException
            or FormatException
            or OverflowException
            or ArgumentException)
        {
            throw new BadInputException($"{source}: not {expected}: {Plain(problem.Message)}", problem);
        }
    }

    /// <summary>The serializer's words without those that are about our types.</summary>
    private static string Plain(string message) => TypeNames().Replace(message, string.Empty);

    [GeneratedRegex(
        " (on|of|for|contained in) type '[^']*'| to any .NET member| to (Dino|System)\\.[^ ]+(?=\\. )| Consider updating its nullability annotation\\.",
        RegexOptions.ExplicitCapture)]
    private static partial Regex TypeNames();

    private static ReadOnlyMemory<byte> WithoutMark(byte[] bytes)
        => bytes.AsMemory(bytes.AsSpan().StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0);

    private static T RequireElements<T>(T? value)
    {
        if (value is null)
        {
            throw new JsonException("it is null");
        }

        RefuseNull(value, "an element");
        return value;
    }

    // Annotations are not checked inside of lists and dictionaries.
    private static void RefuseNullElements(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        var lists = type.Properties.Where(member => member.Get is not null && HoldsReferences(member.PropertyType)).ToList();
        if (lists.Count == 0)
        {
            return;
        }

        var then = type.OnDeserialized;
        type.OnDeserialized = value =>
        {
            lists.ForEach(member => RefuseNull(member.Get!(value), member.Name));
            then?.Invoke(value);
        };
    }

    private static bool HoldsReferences(Type type)
    {
        if (!typeof(IEnumerable).IsAssignableFrom(type) || type == typeof(string))
        {
            return false;
        }

        var element = type.IsArray ? type.GetElementType() : type.GenericTypeArguments.LastOrDefault();
        return element is { IsValueType: false };
    }

    private static void RefuseNull(object? value, string member)
    {
        IEnumerable elements = value switch
        {
            IDictionary map => map.Values,
            IEnumerable list when HoldsReferences(list.GetType()) => list,
            _ => Array.Empty<object>(),
        };
        foreach (var element in elements)
        {
            if (element is null)
            {
                throw new JsonException($"a value of '{member}' is null");
            }

            RefuseNull(element, member);
        }
    }
}
