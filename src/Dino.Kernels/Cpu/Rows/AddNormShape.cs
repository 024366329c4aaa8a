namespace Dino.Kernels.Cpu.Rows;

/// <param name="Rows">Rows of this call.</param>
/// <param name="Channels">A multiple of 32.</param>
/// <param name="FirstRow">Number of this call's first row among all rows, which decides its position.</param>
/// <param name="PositionRows">Rows of positions, at least 1; they repeat.</param>
public sealed record AddNormShape(int Rows, int Channels, int FirstRow = 0, int PositionRows = 1);
