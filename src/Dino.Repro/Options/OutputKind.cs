using System.Text.Json;
using Dino.Core;
using Dino.Pipeline.Terminal;

namespace Dino.Repro.Options;

/// <summary>How a file that an option names is told from somebody else's.</summary>
/// <param name="Description">What it should be, for a message.</param>
/// <param name="Holds">Whether a file is of this kind; may throw where it is not.</param>
internal sealed record OutputKind(string Description, Func<string, bool> Holds)
{
    /// <summary>Larger files are not read: what the program writes about something is small.</summary>
    private const long MostBytes = 1 << 28;

    /// <summary>Two members are no chance; one may be.</summary>
    private const int LeastMembers = 2;

    /// <summary>A <typeparamref name="T"/>, or a list of them, as <see cref="CommandJson"/> writes it.</summary>
    public static OutputKind Json<T>() => new("the JSON that this option writes", path =>
    {
        CommandJson.Options.MakeReadOnly(populateMissingResolver: true);
        var members = CommandJson.Options.GetTypeInfo(typeof(T)).Properties.Select(property => property.Name).ToHashSet();
        using var stream = File.OpenRead(path);
        using var document = JsonDocument.Parse(stream);
        var root = document.RootElement;
        var item = root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0 ? root[0] : root;
        var found = item.ValueKind == JsonValueKind.Object ? item.EnumerateObject().Select(member => member.Name).ToList() : [];
        return found.Count >= LeastMembers && found.TrueForAll(members.Contains);
    });

    /// <summary>A text that begins so.</summary>
    public static OutputKind Text(string description, string beginning) => new(description, path =>
    {
        var buffer = new char[beginning.Length];
        using var reader = new StreamReader(path);
        return reader.ReadBlock(buffer) == buffer.Length && beginning.AsSpan().SequenceEqual(buffer);
    });

    /// <summary>Whether the program made the file; an empty one, as <c>mktemp</c> leaves it, loses nothing.</summary>
    public bool IsOurs(FileInfo file)
    {
        try
        {
            return file.Length == 0 || (file.Length <= MostBytes && Holds(file.FullName));
        }
        catch (Exception problem) when (problem
            is BadInputException or JsonException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
