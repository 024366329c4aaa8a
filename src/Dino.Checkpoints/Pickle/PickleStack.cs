using Dino.Core;

namespace Dino.Checkpoints.Pickle;

/// <summary>The machine's stack with its marks; underflow and overflow are errors of the file.</summary>
internal sealed class PickleStack
{
    private readonly List<object?> _items = [];
    private readonly Stack<int> _marks = [];
    private int _pushed;

    public object? Top => _items.Count > Floor ? _items[^1] : throw Underflow();

    private int Floor => _marks.Count > 0 ? _marks.Peek() : 0;

    public void Push(object? item)
    {
        if (++_pushed > CheckpointLimits.PickleObjects)
        {
            throw new BadInputException($"pickle makes more than {CheckpointLimits.PickleObjects} objects");
        }

        _items.Add(item);
    }

    public object? Pop()
    {
        var top = Top;
        _items.RemoveAt(_items.Count - 1);
        return top;
    }

    public void Mark()
    {
        if (_marks.Count == CheckpointLimits.Depth)
        {
            throw new BadInputException($"pickle is nested deeper than {CheckpointLimits.Depth}");
        }

        _marks.Push(_items.Count);
    }

    /// <summary>Takes everything above the last mark, and the mark.</summary>
    public object?[] PopToMark()
    {
        if (_marks.Count == 0)
        {
            throw Underflow();
        }

        return Pop(_items.Count - _marks.Pop());
    }

    /// <summary>Takes the top <paramref name="count"/> items, lowest first.</summary>
    public object?[] Pop(int count)
    {
        if (_items.Count - count < Floor)
        {
            throw Underflow();
        }

        var taken = _items.GetRange(_items.Count - count, count).ToArray();
        _items.RemoveRange(_items.Count - count, count);
        return taken;
    }

    private static BadInputException Underflow() => new("is damaged: its pickle takes more from its stack than was put there");
}
