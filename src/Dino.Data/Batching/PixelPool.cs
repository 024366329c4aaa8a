namespace Dino.Data.Batching;

/// <summary>Pixel arrays that samples no longer need, for samples of the same size: a fresh array of 10 MB costs more (page faults, garbage
/// collections) than resizing into it.</summary>
internal static class PixelPool
{
    // As many as a loader has under way; more would only keep sizes that come seldom (13 MB each at 1333x800).
    private const int Capacity = 6;

    private static readonly Lock Gate = new();
    private static readonly List<float[]> Arrays = [];

    /// <summary>An array of exactly this length with any content.</summary>
    public static float[] Rent(int length)
    {
        lock (Gate)
        {
            var index = Arrays.FindLastIndex(array => array.Length == length);
            if (index >= 0)
            {
                var array = Arrays[index];
                Arrays.RemoveAt(index);
                return array;
            }
        }

        return GC.AllocateUninitializedArray<float>(length);
    }

    /// <summary>Takes an array that nobody reads any more; the one unused longest goes if there are too many.</summary>
    public static void Return(float[] array)
    {
        lock (Gate)
        {
            if (Arrays.Count == Capacity)
            {
                Arrays.RemoveAt(0);
            }

            Arrays.Add(array);
        }
    }
}
