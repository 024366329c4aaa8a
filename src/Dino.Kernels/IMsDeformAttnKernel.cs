namespace Dino.Kernels;

/// <summary>Multi-scale deformable attention over raw memory of the host. Safe to call from several threads at once.</summary>
/// <remarks>Buffers are dense and shaped as in <see cref="MsDeformAttnShape"/>; what a call writes it overwrites. The caller owns all memory and keeps it alive and apart (no overlaps).</remarks>
/// <typeparam name="T">float or double.</typeparam>
public unsafe interface IMsDeformAttnKernel<T>
    where T : unmanaged
{
    /// <summary>output = sum over levels and points of weight × bilinear sample (zeros outside, align_corners false).</summary>
    /// <exception cref="ArgumentException">A pointer is null although its buffer is not empty.</exception>
    void Forward(MsDeformAttnShape shape, T* value, T* locations, T* weights, T* output);

    /// <summary>Gradients of the sum of output × gradOutput, each shaped as what it belongs to.</summary>
    /// <exception cref="ArgumentException">A pointer is null although its buffer is not empty.</exception>
    void Backward(MsDeformAttnShape shape, T* value, T* locations, T* weights, T* gradOutput, T* gradValue, T* gradLocations, T* gradWeights);
}
