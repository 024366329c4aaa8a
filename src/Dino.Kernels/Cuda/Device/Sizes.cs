namespace Dino.Kernels.Cuda.Device;

/// <summary>Sizes of a call as the kernels take them, by value.</summary>
internal struct Sizes
{
    public int Batch;
    public int Queries;
    public int Heads;
    public int Tokens;
    public int Levels;
    public int Points;

    /// <summary>Packets of channels (<see cref="IChannels{TSelf, TFloats}"/>) of a head.</summary>
    public int Packets;

    /// <summary>Base-2 logarithm of the threads of a query and head; these are at least <see cref="Packets"/>. Vectorised kernels only.</summary>
    public int LaneBits;

    public readonly int Samples => Levels * Points;
}
