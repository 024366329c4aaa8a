namespace Dino.Checkpoints.Content;

/// <summary>An object of a class that is not made, only described: its name, what its constructor was to get, and its state.</summary>
public sealed class ContentObject(string className, IReadOnlyList<object?> arguments)
{
    private ContentList? _items;
    private ContentDictionary? _entries;

    /// <summary>Module and name, e.g. <c>argparse.Namespace</c>.</summary>
    public string ClassName => className;

    public IReadOnlyList<object?> Arguments => arguments;

    /// <summary>What Python's <c>__setstate__</c> or <c>__dict__</c> was to get; null when there was none.</summary>
    public object? State { get; internal set; }

    /// <summary>Items of a class that is a list (or set).</summary>
    public ContentList Items => _items ??= new(ContentKind.List, []);

    /// <summary>Entries of a class that is a dict.</summary>
    public ContentDictionary Entries => _entries ??= new();
}
