using Dino.Kernels;

namespace Dino.Benchmarks.MsDeformAttn;

/// <summary>Inputs and results of the kernels in float32 arrays, without tensors.</summary>
internal sealed unsafe class KernelInputs(OpShape shape)
{
    private readonly MsDeformAttnShape _shape = new(
        shape.Batch,
        shape.Queries,
        OpShape.Heads,
        OpShape.HeadDim,
        OpShape.Points,
        shape.Levels.Select(level => (level.Height, level.Width)));

    private readonly OpNumbers _inputs = OpNumbers.Draw(shape);
    private readonly OpNumbers _results = OpNumbers.Draw(shape);

    /// <summary>Runs one forward or backward pass.</summary>
    public void Run(IMsDeformAttnKernel<float> kernel, KernelDirection direction)
    {
        fixed (float* value = _inputs.Value, locations = _inputs.Locations, weights = _inputs.Weights)
        fixed (float* output = _results.GradOutput, gradOutput = _inputs.GradOutput)
        {
            if (direction == KernelDirection.Forward)
            {
                kernel.Forward(_shape, value, locations, weights, output);
                return;
            }

            fixed (float* gradValue = _results.Value, gradLocations = _results.Locations, gradWeights = _results.Weights)
            {
                kernel.Backward(_shape, value, locations, weights, gradOutput, gradValue, gradLocations, gradWeights);
            }
        }
    }
}

/// <summary>The pass of the op that is measured.</summary>
public enum KernelDirection
{
    Forward,
    Backward,
}
