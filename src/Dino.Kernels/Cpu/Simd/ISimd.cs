namespace Dino.Kernels.Cpu.Simd;

/// <summary>Operations on vectors of one width, so that each kernel is written once. Every member compiles to one or a few
/// instructions.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TVector">The hardware vector of T.</typeparam>
internal unsafe interface ISimd<T, TVector>
    where T : unmanaged
    where TVector : unmanaged
{
    /// <summary>Elements per vector: a multiple of 2, at most 16.</summary>
    static abstract int Lanes { get; }

    static abstract TVector Broadcast(T value);

    static abstract TVector Load(T* source);

    static abstract void Store(TVector vector, T* destination);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    /// <summary>left × right + addend, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    static abstract TVector Floor(TVector vector);

    /// <summary>Sets all bits in lanes where 0 ≤ vector &lt; limit, and none where the vector is NaN.</summary>
    static abstract TVector IsWithin(TVector vector, TVector limit);

    /// <summary>Moves the vector into 0 ... last. NaN becomes any number in this range; where last is negative, the result is
    /// 0.</summary>
    static abstract TVector Clamp(TVector vector, TVector last);

    static abstract TVector And(TVector left, TVector right);

    /// <summary>Reads Lanes (x, y) pairs.</summary>
    static abstract void LoadPairs(T* source, out TVector x, out TVector y);

    /// <summary>Writes Lanes (x, y) pairs.</summary>
    static abstract void StorePairs(TVector x, TVector y, T* destination);

    /// <summary>Writes tokens × stride as integers. Tokens are whole numbers.</summary>
    static abstract void StoreOffsets(TVector tokens, int stride, int* destination);

    /// <summary>Adds the sum of the lanes of each vector to destination[0..3].</summary>
    static abstract void AddSums(TVector first, TVector second, TVector third, TVector fourth, T* destination);
}
