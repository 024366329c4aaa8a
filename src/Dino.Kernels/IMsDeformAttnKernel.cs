namespace Dino.Kernels;

/// <summary>Multi-scale deformable attention on raw host memory. Safe to call from several threads at once.</summary>
/// <remarks>Buffers are dense, with the shapes that <see cref="MsDeformAttnShape"/> names. Results are overwritten. The caller
/// owns all memory and keeps it alive during a call; buffers must not overlap.</remarks>
/// <typeparam name="T">float or double.</typeparam>
public unsafe interface IMsDeformAttnKernel<T>
    where T : unmanaged
{
    /// <summary>Computes output = sum over levels and points of weight × bilinear sample, with zeros outside and align_corners
    /// false.</summary>
    /// <exception cref="ArgumentException">A pointer is null although its buffer is not empty.</exception>
    void Forward(MsDeformAttnShape shape, T* value, T* locations, T* weights, T* output);

    /// <summary>Computes the gradients of the sum of output × gradOutput. Each has the shape of its input.</summary>
    /// <exception cref="ArgumentException">A pointer is null although its buffer is not empty.</exception>
    void Backward(
        MsDeformAttnShape shape,
        T* value,
        T* locations,
        T* weights,
        T* gradOutput,
        T* gradValue,
        T* gradLocations,
        T* gradWeights);
}
