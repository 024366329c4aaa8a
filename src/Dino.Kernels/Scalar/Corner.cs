namespace Dino.Kernels.Scalar;

/// <summary>One cell that a sampling point reads.</summary>
/// <param name="ValueRow">Where the cell's HeadDim channels start in the value buffer.</param>
/// <param name="Weight">Bilinear weight.</param>
/// <param name="SlopeX">Derivative of the weight by the normalised x.</param>
/// <param name="SlopeY">Derivative of the weight by the normalised y.</param>
internal readonly record struct Corner<T>(long ValueRow, T Weight, T SlopeX, T SlopeY)
    where T : unmanaged;
