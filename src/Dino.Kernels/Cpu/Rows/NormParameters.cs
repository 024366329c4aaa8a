namespace Dino.Kernels.Cpu.Rows;

/// <summary>A layer norm.</summary>
/// <param name="Weight">[channels].</param>
/// <param name="Bias">[channels].</param>
public readonly unsafe struct NormParameters(float* Weight, float* Bias, float Epsilon)
{
    public readonly float* Weight = Weight;
    public readonly float* Bias = Bias;
    public readonly float Epsilon = Epsilon;
}
