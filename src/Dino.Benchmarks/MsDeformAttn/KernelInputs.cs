using Dino.Kernels;

namespace Dino.Benchmarks.MsDeformAttn;

/// <summary>Inputs and results of the kernels without tensors, in float32.</summary>
internal sealed unsafe class KernelInputs(OpShape shape)
{
    private readonly MsDeformAttnShape _shape = new(shape.Batch, shape.Queries, OpShape.Heads, OpShape.HeadDim, OpShape.Points, shape.Levels.Select(level => (level.Height, level.Width)));
    private readonly OpNumbers _inputs = OpNumbers.Draw(shape);
    private readonly OpNumbers _results = OpNumbers.Draw(shape);

    /// <summary>One pass in either direction.</summary>
    public void Run(IMsDeformAttnKernel<float> kernel, KernelDirection direction)
    {
        fixed (float* value = _inputs.Value, locations = _inputs.Locations, weights = _inputs.Weights, output = _results.GradOutput, gradOutput = _inputs.GradOutput)
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
