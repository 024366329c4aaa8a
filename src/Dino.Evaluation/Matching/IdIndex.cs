using System.Collections.Immutable;

namespace Dino.Evaluation;

/// <summary>Position of an id in a sorted list. Remembers the last answer: records of one image mostly stand together.</summary>
internal sealed class IdIndex
{
    private readonly Dictionary<long, int> _positions;
    private long _lastId;
    private int _lastPosition = -1;
    private bool _hasLast;

    public IdIndex(ImmutableArray<long> sortedIds)
    {
        _positions = new Dictionary<long, int>(sortedIds.Length);
        for (var i = 0; i < sortedIds.Length; i++)
        {
            _positions.Add(sortedIds[i], i);
        }
    }

    public int Count => _positions.Count;

    /// <summary>-1 if the id is not in the list.</summary>
    public int Find(long id)
    {
        if (_hasLast && id == _lastId)
        {
            return _lastPosition;
        }

        _hasLast = true;
        _lastId = id;
        _lastPosition = _positions.TryGetValue(id, out var position) ? position : -1;
        return _lastPosition;
    }
}
