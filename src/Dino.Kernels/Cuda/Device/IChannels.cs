namespace Dino.Kernels.Cuda.Device;

/// <summary>Neighbouring channels of the value as they lie in memory: what one thread loads at once. TFloats are the same channels in registers.</summary>
internal interface IChannels<TSelf, TFloats>
    where TSelf : unmanaged, IChannels<TSelf, TFloats>
    where TFloats : unmanaged, IFloats<TFloats>
{
    static abstract int Count { get; }

    static abstract TFloats Widen(TSelf channels);

    /// <summary>Rounds to nearest, ties to even.</summary>
    static abstract TSelf Narrow(TFloats values);
}
