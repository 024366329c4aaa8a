namespace Dino.Benchmarks.MsDeformAttn;

/// <summary>Which pass of the op.</summary>
public enum KernelDirection
{
    Forward,
    Backward,
}
