using Dino.Kernels.Cli.Cases;
using Dino.Kernels.Cli.Measuring;
using Dino.Kernels.Cli.Reports;
using Dino.Kernels.Cuda;
using Dino.Kernels.Cuda.Driver;

namespace Dino.Kernels.Cli;

/// <summary>Checks and times every kernel with every shape and element type.</summary>
/// <param name="memory">Memory functions of the same driver as the device.</param>
/// <param name="progress">Receives a line before each case.</param>
/// <param name="copyBytes">Size of the buffer whose copy measures the bandwidth of the memory.</param>
/// <param name="rounds">Measurements per time.</param>
internal sealed class KernelBench(
    CudaDevice device, ICudaMemory memory, Action<string> progress, long copyBytes = 1L << 30, int rounds = 15)
{
    /// <exception cref="CudaException">The driver reports an error.</exception>
    public KernelReport Run(IReadOnlyList<DinoShape> shapes, bool withBlockSizes)
    {
        var (results, sizes) = (new List<KernelResult>(), new List<BlockSizeResult>());
        MemoryBandwidth? bandwidth = null;
        device.InContext(() =>
        {
            using var held = new DeviceArray(device.Driver, memory, copyBytes);
            var timer = new GpuTimer(device.Driver, memory, held, rounds);
            progress("measuring the memory");
            bandwidth = MemoryBandwidth.Measure(device, memory, timer, copyBytes);
            foreach (var shape in shapes)
            {
                progress($"drawing inputs of {shape.Name}");
                var inputs = CaseInputs.Draw(shape);
                foreach (var type in Enum.GetValues<CudaValueType>())
                {
                    progress($"{shape.Name} in {type}: {shape.Shape}");
                    using var onDevice = new DeviceCase(inputs, type, device.Driver, memory);
                    var bench = new CaseBench(shape.Name, onDevice, new CudaMsDeformAttn(device), timer, bandwidth);
                    results.AddRange(bench.Run());
                    sizes.AddRange(withBlockSizes ? bench.BlockSizes(device) : []);
                }
            }
        });
        return new(device.Name, device.TargetName, device.Multiprocessors, bandwidth!, results, sizes);
    }
}
