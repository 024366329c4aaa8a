namespace Dino.Torch.Dense;

/// <summary>Counts the multiplications with addition of <see cref="DenseOps"/> on this thread, the bulk of a model's work.</summary>
public static class DenseWork
{
    [ThreadStatic]
    private static long s_done;

    /// <summary>So far, on this thread.</summary>
    public static long Done => s_done;

    internal static void Add(long multiplications) => s_done += multiplications;
}
