using System.Runtime.CompilerServices;
using Dino.Kernels.Cli.Cases;
using Dino.Kernels.Cuda;
using Dino.Kernels.Cuda.Driver;

namespace Dino.Kernels.Cli.Measuring;

/// <summary>Inputs on the device in one element type, buffers for the results, and the results of the CPU for the same
/// numbers.</summary>
internal sealed class DeviceCase : IDisposable
{
    private readonly List<DeviceArray> _arrays = [];
    private readonly ICudaDriver _driver;
    private readonly ICudaMemory _memory;

    public DeviceCase(CaseInputs inputs, CudaValueType type, ICudaDriver driver, ICudaMemory memory)
    {
        (_driver, _memory, Inputs, Type) = (driver, memory, inputs, type);
        var shape = inputs.Shape;
        var value = ValueEncoding.Encode(inputs.Value, type);
        var gradOutput = ValueEncoding.Encode(inputs.GradOutput, type);
        Expected = CpuResult.Compute(inputs, ValueEncoding.Decode(value, type), ValueEncoding.Decode(gradOutput, type));
        Addresses = new(
            Upload<byte>(value).Address,
            Upload<float>(inputs.Locations).Address,
            Upload<float>(inputs.Weights).Address);
        GradOutput = Upload<byte>(gradOutput);
        Output = Allocate(shape.OutputLength * ValueEncoding.Bytes(type));
        GradValue = Allocate(shape.ValueLength * sizeof(float));
        GradLocations = Allocate(shape.LocationsLength * sizeof(float));
        GradWeights = Allocate(shape.WeightsLength * sizeof(float));
        Workspace = Allocate(CudaMsDeformAttn.WorkspaceBytes(shape));
    }

    public CaseInputs Inputs { get; }

    public CudaValueType Type { get; }

    public CpuResult Expected { get; }

    public CudaInputs Addresses { get; }

    public CudaGradients Gradients => new(GradValue.Address, GradLocations.Address, GradWeights.Address);

    public DeviceArray GradOutput { get; }

    public DeviceArray Output { get; }

    public DeviceArray GradValue { get; }

    public DeviceArray GradLocations { get; }

    public DeviceArray GradWeights { get; }

    public DeviceArray Workspace { get; }

    /// <summary>Clears all results, so that those of one kernel are not mistaken for those of the next.</summary>
    public void Reset()
    {
        foreach (var results in new[] { Output, GradValue, GradLocations, GradWeights })
        {
            _driver.Require(_driver.Clear(results.Address, results.Bytes), "cuMemsetD8Async");
        }
    }

    public void Dispose() => _arrays.ForEach(array => array.Dispose());

    private DeviceArray Upload<T>(T[] items)
        where T : unmanaged
    {
        var array = Allocate((long)items.Length * Unsafe.SizeOf<T>());
        array.Write<T>(items);
        return array;
    }

    private DeviceArray Allocate(long bytes)
    {
        var array = new DeviceArray(_driver, _memory, bytes);
        _arrays.Add(array);
        return array;
    }
}
