namespace Dino.Kernels;

/// <summary>Checks the raw pointers that a caller passes to a kernel.</summary>
internal static unsafe class KernelBuffers
{
    public static void Require(void* pointer, long length, string name)
    {
        if (pointer is null && length > 0)
        {
            throw new ArgumentException($"{name} is null; expected {length} elements");
        }
    }

    public static void RequireInputs(MsDeformAttnShape shape, void* value, void* locations, void* weights)
    {
        Require(value, shape.ValueLength, nameof(value));
        Require(locations, shape.LocationsLength, nameof(locations));
        Require(weights, shape.WeightsLength, nameof(weights));
    }

    public static void RequireGradients(
        MsDeformAttnShape shape, void* gradOutput, void* gradValue, void* gradLocations, void* gradWeights)
    {
        Require(gradOutput, shape.OutputLength, nameof(gradOutput));
        Require(gradValue, shape.ValueLength, nameof(gradValue));
        Require(gradLocations, shape.LocationsLength, nameof(gradLocations));
        Require(gradWeights, shape.WeightsLength, nameof(gradWeights));
    }
}
