using System.Runtime.CompilerServices;

namespace Dino.Evaluation;

/// <summary>The stable order of scores from the best down (numpy's <c>argsort(-scores, kind='mergesort')</c>): equal scores, 0.0 and -0.0 among
/// them, keep their order. A radix sort, ten times as fast as a comparing one on half a million scores. Keeps its buffers; one instance a thread.</summary>
internal sealed class ScoreOrder
{
    private const int Digits = sizeof(ulong);
    private const int Radix = 256;
    private const int FewItems = 32;

    private readonly int[] _counts = new int[Digits * Radix];
    private ulong[] _keys = [];
    private ulong[] _otherKeys = [];
    private int[] _order = [];
    private int[] _otherOrder = [];

    /// <summary>Positions in <paramref name="scores"/>; valid until the next call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<int> Descending(ReadOnlySpan<double> scores)
    {
        if (_keys.Length < scores.Length)
        {
            var capacity = Math.Max(scores.Length, 2 * _keys.Length);
            _keys = new ulong[capacity];
            _otherKeys = new ulong[capacity];
            _order = new int[capacity];
            _otherOrder = new int[capacity];
        }

        var sorted = true;
        for (var i = 0; i < scores.Length; i++)
        {
            _keys[i] = DescendingKey(scores[i]);
            _order[i] = i;
            sorted &= i == 0 || _keys[i - 1] <= _keys[i];
        }

        if (!sorted && scores.Length <= FewItems)
        {
            SortByInsertion(scores.Length);
        }
        else if (!sorted)
        {
            SortByDigits(scores.Length);
        }

        return _order.AsSpan(0, scores.Length);
    }

    /// <summary>Rises as the score falls.</summary>
    private static ulong DescendingKey(double score)
    {
        // Adding 0.0 turns -0.0 into 0.0.
        var bits = BitConverter.DoubleToUInt64Bits(score + 0.0);
        var ascending = (bits >> 63) == 0 ? bits | (1UL << 63) : ~bits;
        return ~ascending;
    }

    private void SortByInsertion(int count)
    {
        for (var i = 1; i < count; i++)
        {
            var key = _keys[i];
            var item = _order[i];
            var j = i;
            for (; j > 0 && _keys[j - 1] > key; j--)
            {
                _keys[j] = _keys[j - 1];
                _order[j] = _order[j - 1];
            }

            _keys[j] = key;
            _order[j] = item;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SortByDigits(int count)
    {
        Array.Clear(_counts);
        for (var i = 0; i < count; i++)
        {
            for (var digit = 0; digit < Digits; digit++)
            {
                _counts[(digit * Radix) + DigitOf(_keys[i], digit)]++;
            }
        }

        for (var digit = 0; digit < Digits; digit++)
        {
            var next = _counts.AsSpan(digit * Radix, Radix);
            if (next[DigitOf(_keys[0], digit)] == count)
            {
                continue;
            }

            var start = 0;
            for (var value = 0; value < Radix; value++)
            {
                (next[value], start) = (start, start + next[value]);
            }

            for (var i = 0; i < count; i++)
            {
                var place = next[DigitOf(_keys[i], digit)]++;
                _otherKeys[place] = _keys[i];
                _otherOrder[place] = _order[i];
            }

            (_keys, _otherKeys) = (_otherKeys, _keys);
            (_order, _otherOrder) = (_otherOrder, _order);
        }
    }

    private static int DigitOf(ulong key, int digit) => (int)(key >> (8 * digit)) & (Radix - 1);
}
