using System.Diagnostics.CodeAnalysis;

namespace Dino.Checkpoints.Content;

/// <summary>A Python dict as data, in order. Keys and values are null, bool, long, BigInteger, double, string, byte[], <see cref="ContentDictionary"/>,
/// <see cref="ContentList"/>, <see cref="ContentObject"/>, <see cref="StoredTensor"/> or, for writing, a torch tensor.</summary>
public sealed class ContentDictionary
{
    private readonly List<KeyValuePair<object?, object?>> _entries = [];
    private readonly Dictionary<string, int> _index = [];

    public IReadOnlyList<KeyValuePair<object?, object?>> Entries => _entries;

    /// <summary>The value of a text key; null when absent or None.</summary>
    public object? this[string key] => TryGet(key, out var value) ? value : null;

    public bool TryGet(string key, [MaybeNullWhen(false)] out object? value)
    {
        var found = _index.TryGetValue(key, out var position);
        value = found ? _entries[position].Value : null;
        return found;
    }

    /// <summary>Adds an entry; a text key that is there already gets the new value at its old place, as in Python.</summary>
    public ContentDictionary Set(object? key, object? value)
    {
        if (key is not string text)
        {
            // Only text keys are looked up, so only they have an index: hashing keys of a hostile file's choice is what it must not get.
            _entries.Add(new(key, value));
        }
        else if (_index.TryGetValue(text, out var position))
        {
            _entries[position] = new(key, value);
        }
        else
        {
            _index[text] = _entries.Count;
            _entries.Add(new(key, value));
        }

        return this;
    }
}
