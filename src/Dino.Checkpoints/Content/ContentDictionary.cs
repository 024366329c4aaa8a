using System.Diagnostics.CodeAnalysis;

namespace Dino.Checkpoints.Content;

/// <summary>A Python dict as data, in order. Keys and values are null, bool, long, BigInteger, double, string, byte[], <see cref="ContentDictionary"/>,
/// <see cref="ContentList"/>, <see cref="ContentObject"/>, <see cref="StoredTensor"/> or, for writing, a torch tensor.</summary>
public sealed class ContentDictionary
{
    private List<KeyValuePair<object?, object?>>? _entries;

    // Only text keys are looked up and so only they are hashed: a hostile file could choose numbers that collide.
    private Dictionary<string, int>? _index;

    public IReadOnlyList<KeyValuePair<object?, object?>> Entries => _entries ?? [];

    /// <summary>The value of a text key; null when absent or None.</summary>
    public object? this[string key] => TryGet(key, out var value) ? value : null;

    public bool TryGet(string key, [MaybeNullWhen(false)] out object? value)
    {
        var position = 0;
        var found = _index?.TryGetValue(key, out position) ?? false;
        value = found ? _entries![position].Value : null;
        return found;
    }

    /// <summary>Adds an entry; a text key that is there already gets the new value at its old place, as in Python.</summary>
    public ContentDictionary Set(object? key, object? value)
    {
        _entries ??= [];
        if (key is string text)
        {
            _index ??= [];
            if (!_index.TryAdd(text, _entries.Count))
            {
                _entries[_index[text]] = new(key, value);
                return this;
            }
        }

        _entries.Add(new(key, value));
        return this;
    }
}
