namespace Dino.Checkpoints.Content;

/// <summary>A Python list, tuple or set as data; items as in <see cref="ContentDictionary"/>.</summary>
public sealed class ContentList(ContentKind kind, IEnumerable<object?> items)
{
    private readonly List<object?> _items = [.. items];

    public ContentKind Kind => kind;

    public IReadOnlyList<object?> Items => _items;

    internal void Add(object? item) => _items.Add(item);
}
