using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Dino.Evaluation;

/// <summary>Records sorted by evaluated category and, within one, by image.</summary>
internal sealed class GroupedItems
{
    private readonly int[] _items;
    private readonly int[] _images;
    private readonly int[] _starts;

    private GroupedItems(int[] items, int[] images, int[] starts)
    {
        _items = items;
        _images = images;
        _starts = starts;
    }

    public int Count => _items.Length;

    /// <summary>Indices of the category's records.</summary>
    public ReadOnlySpan<int> Items(int category) => _items.AsSpan(_starts[category].._starts[category + 1]);

    /// <summary>Position of each record's image, ascending; parallel to <see cref="Items"/>.</summary>
    public ReadOnlySpan<int> Images(int category) => _images.AsSpan(_starts[category].._starts[category + 1]);

    /// <summary>Sorts stably. With <paramref name="useCategories"/> false there is one group, whose images hold their records by category.</summary>
    public static GroupedItems Sort(
        ReadOnlySpan<int> items,
        ReadOnlySpan<int> images,
        ReadOnlySpan<int> categories,
        int imageCount,
        int categoryCount,
        bool useCategories)
    {
        var order = new int[items.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        // Least significant key first, each sort stable.
        order = useCategories
            ? SortBy(SortBy(order, images, imageCount), categories, categoryCount)
            : SortBy(SortBy(order, categories, categoryCount), images, imageCount);

        var sortedItems = new int[order.Length];
        var sortedImages = new int[order.Length];
        var starts = new int[useCategories ? categoryCount + 1 : 2];
        for (var i = 0; i < order.Length; i++)
        {
            sortedItems[i] = items[order[i]];
            sortedImages[i] = images[order[i]];
            starts[useCategories ? categories[order[i]] + 1 : 1]++;
        }

        for (var k = 1; k < starts.Length; k++)
        {
            starts[k] += starts[k - 1];
        }

        return new GroupedItems(sortedItems, sortedImages, starts);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int[] SortBy(int[] order, ReadOnlySpan<int> keys, int keyCount)
    {
        var next = new int[keyCount + 1];
        foreach (var item in order)
        {
            next[keys[item] + 1]++;
        }

        for (var k = 1; k < next.Length; k++)
        {
            next[k] += next[k - 1];
        }

        var sorted = new int[order.Length];
        foreach (var item in order)
        {
            sorted[next[keys[item]]++] = item;
        }

        return sorted;
    }
}

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
