using Dino.Kernels.Cuda;
using Dino.Kernels.Scalar;

namespace Dino.Kernels.Tests.Cuda;

/// <summary>A case with numbers that the value type represents exactly, on a device whose memory is that of the host.</summary>
internal sealed class CudaCase
{
    private readonly KernelCase<float> _inputs;
    private readonly CudaValueType _type;
    private readonly CudaMsDeformAttn _kernel;

    public CudaCase(KernelCase<float> inputs, CudaValueType type, CudaDevice device)
    {
        _inputs = inputs with
        {
            Value = [.. inputs.Value.Select(value => ValueBits.Round(value, type))],
            GradOutput = [.. inputs.GradOutput.Select(value => ValueBits.Round(value, type))],
        };
        (_type, _kernel) = (type, new CudaMsDeformAttn(device));
    }

    /// <summary>The offset of the value from its alignment, in bytes.</summary>
    public int Misalignment { get; init; }

    private MsDeformAttnShape Shape => _inputs.Shape;

    public double[] ExpectedOutput() => Exact().Forward(new ScalarMsDeformAttn<double>());

    public KernelGradients<double> ExpectedGradients() => Exact().Backward(new ScalarMsDeformAttn<double>());

    public float[] Forward(CudaTuning? tuning = null)
    {
        using var value = AlignedMemory.From<byte>(ValueBits.Write(_inputs.Value, _type), Misalignment);
        using var locations = AlignedMemory.From<float>(_inputs.Locations);
        using var weights = AlignedMemory.From<float>(_inputs.Weights);
        using var output = new AlignedMemory(Shape.OutputLength * ValueBits.Bytes(_type));
        _kernel.Forward(Shape, _type, new(value.Address, locations.Address, weights.Address), output.Address, tuning);
        return ValueBits.Read(output.Read<byte>(), _type);
    }

    public KernelGradients<float> Backward(bool deterministic, CudaTuning? tuning = null)
    {
        using var value = AlignedMemory.From<byte>(ValueBits.Write(_inputs.Value, _type), Misalignment);
        using var locations = AlignedMemory.From<float>(_inputs.Locations);
        using var weights = AlignedMemory.From<float>(_inputs.Weights);
        using var gradOutput = AlignedMemory.From<byte>(ValueBits.Write(_inputs.GradOutput, _type));
        using var gradValue = new AlignedMemory(Shape.ValueLength * sizeof(float));
        using var gradLocations = new AlignedMemory(Shape.LocationsLength * sizeof(float));
        using var gradWeights = new AlignedMemory(Shape.WeightsLength * sizeof(float));
        using var workspace = new AlignedMemory(CudaMsDeformAttn.WorkspaceBytes(Shape));
        var inputs = new CudaInputs(value.Address, locations.Address, weights.Address);
        var gradients = new CudaGradients(gradValue.Address, gradLocations.Address, gradWeights.Address);
        if (deterministic)
        {
            _kernel.BackwardDeterministic(Shape, _type, inputs, gradOutput.Address, gradients, workspace.Address, tuning);
        }
        else
        {
            _kernel.Backward(Shape, _type, inputs, gradOutput.Address, gradients, tuning);
        }

        return new(gradValue.Read<float>(), gradLocations.Read<float>(), gradWeights.Read<float>());
    }

    private KernelCase<double> Exact() => new(
        Shape,
        [.. _inputs.Value.Select(value => (double)value)],
        [.. _inputs.Locations.Select(value => (double)value)],
        [.. _inputs.Weights.Select(value => (double)value)],
        [.. _inputs.GradOutput.Select(value => (double)value)]);
}
