using Dino.Kernels.Cuda.Device;
using Dino.Kernels.Cuda.Driver;

namespace Dino.Kernels.Cuda;

/// <summary>Multi-scale deformable attention on a CUDA device, on raw addresses of its memory and on stream 0 of the primary
/// context. Calls return before the device has finished; the caller owns all memory and keeps it alive until then. Safe to call
/// from several threads.</summary>
/// <remarks>As on the CPU, a value that is not finite may spread to queries that do not sample its cell. Locations that are not
/// finite sample nothing.</remarks>
public sealed class CudaMsDeformAttn(CudaDevice device)
{
    private const int ValueAlignment = 16;
    private const int LocationAlignment = 8;

    // This many blocks with the 256 threads of the simple kernels fill every multiprocessor.
    private const int BlocksPerMultiprocessor = 8;

    /// <summary>Why the kernels do not support a shape on this device; null if they do.</summary>
    public string? Refusal(MsDeformAttnShape shape) => LaunchPlan.Refusal(shape, device);

    /// <summary>The scratch memory that <see cref="BackwardDeterministic"/> needs, in bytes.</summary>
    public static long WorkspaceBytes(MsDeformAttnShape shape)
        => (shape.ValueLength * sizeof(long)) + sizeof(double) + (2 * sizeof(int));

    /// <summary>Computes output = sum over levels and points of weight × bilinear sample.</summary>
    /// <param name="output">Address of the output, which has the type of the value. Overwritten.</param>
    /// <exception cref="ArgumentException">The kernels do not support the shape, the tuning or an address.</exception>
    /// <exception cref="CudaException">The driver reports an error of this call or an earlier one.</exception>
    public void Forward(MsDeformAttnShape shape, CudaValueType type, CudaInputs inputs, nint output, CudaTuning? tuning = null)
    {
        if (shape.OutputLength == 0)
        {
            return;
        }

        var plan = Plan(shape, type, inputs, output, tuning);
        var arguments = Inputs(shape, plan, inputs)
            .View(output, Packets(shape.OutputLength, shape, plan))
            .Add(LevelTable.From(shape))
            .Add(DeviceSizes(shape, plan));
        device.InContext(() => device.Launch(DeviceKernels.Forward(plan.Variant, type), plan.Forward, arguments, shape));
    }

    /// <summary>Computes the gradients of the sum of output × gradOutput. The gradient of the value is summed with atomic
    /// additions, so its last bits differ between runs.</summary>
    /// <param name="gradOutput">Address of the gradient of the output, which has the type of the value.</param>
    /// <exception cref="ArgumentException">The kernels do not support the shape, the tuning or an address.</exception>
    /// <exception cref="CudaException">The driver reports an error of this call or an earlier one.</exception>
    public void Backward(
        MsDeformAttnShape shape,
        CudaValueType type,
        CudaInputs inputs,
        nint gradOutput,
        CudaGradients gradients,
        CudaTuning? tuning = null)
    {
        device.InContext(() =>
        {
            Clear(gradients.Value, shape.ValueLength * sizeof(float));
            if (shape.OutputLength == 0)
            {
                return;
            }

            var plan = Plan(shape, type, inputs, gradOutput, tuning);
            var values = new DeviceView(gradients.Value, shape.ValueLength);
            var usesVectors = plan.Variant == CudaVariant.Vectorised
                && device.Target.HasVectorReductions
                && gradients.Value % ValueAlignment == 0;
            var arguments = Inputs(shape, plan, inputs).View(gradOutput, Packets(shape.OutputLength, shape, plan));
            arguments = usesVectors ? arguments.Add(new DeviceVectorSums(values, gradients.Value)) : arguments.Add(values);
            LaunchBackward(shape, type, plan, usesVectors ? typeof(VectorAtomicSums) : typeof(AtomicSums), arguments, gradients);
        });
    }

    /// <summary>Like <see cref="Backward"/>, but gives the same bits in every run: the gradient of the value is summed in 64-bit
    /// fixed point, where the order does not matter.</summary>
    /// <param name="workspace">Address of <see cref="WorkspaceBytes"/> bytes of device memory, 8-byte aligned.</param>
    /// <exception cref="ArgumentException">The kernels do not support the shape, the tuning or an address.</exception>
    /// <exception cref="CudaException">The driver reports an error of this call or an earlier one.</exception>
    public void BackwardDeterministic(
        MsDeformAttnShape shape,
        CudaValueType type,
        CudaInputs inputs,
        nint gradOutput,
        CudaGradients gradients,
        nint workspace,
        CudaTuning? tuning = null)
    {
        device.InContext(() =>
        {
            if (shape.OutputLength == 0)
            {
                Clear(gradients.Value, shape.ValueLength * sizeof(float));
                return;
            }

            Clear(workspace, WorkspaceBytes(shape));
            var scale = workspace + (nint)(shape.ValueLength * sizeof(long));
            var magnitudes = scale + sizeof(double);
            var sums = new DeviceFixedPointSums(new(workspace, shape.ValueLength), new(scale, 1));
            LaunchMagnitude(shape, type, gradOutput, shape.OutputLength, magnitudes, target: 0);
            LaunchMagnitude(shape, CudaValueType.Float32, inputs.Weights, shape.WeightsLength, magnitudes, target: 1);
            device.Launch(
                DeviceKernels.FixedPointScale,
                new(1, 1, 0),
                new KernelArguments().View(magnitudes, 2).View(scale, 1).Add((long)shape.Queries * shape.Points),
                shape);

            var plan = Plan(shape, type, inputs, gradOutput, tuning);
            var arguments = Inputs(shape, plan, inputs).View(gradOutput, Packets(shape.OutputLength, shape, plan)).Add(sums);
            LaunchBackward(shape, type, plan, typeof(FixedPointSums), arguments, gradients);
            device.Launch(
                DeviceKernels.FixedPointToFloat,
                Simple(shape.ValueLength),
                new KernelArguments().Add(sums).View(gradients.Value, shape.ValueLength),
                shape);
        });
    }

    private static KernelArguments Inputs(MsDeformAttnShape shape, LaunchPlan plan, CudaInputs inputs) => new KernelArguments()
        .View(inputs.Value, Packets(shape.ValueLength, shape, plan))
        .View(inputs.Locations, shape.WeightsLength)
        .View(inputs.Weights, shape.WeightsLength);

    private static long Packets(long channels, MsDeformAttnShape shape, LaunchPlan plan)
        => channels / shape.HeadDim * plan.Packets;

    private static Sizes DeviceSizes(MsDeformAttnShape shape, LaunchPlan plan) => new()
    {
        Batch = shape.Batch,
        Queries = shape.Queries,
        Heads = shape.Heads,
        Tokens = shape.Tokens,
        Levels = shape.Levels.Length,
        Points = shape.Points,
        Packets = plan.Packets,
        LaneBits = plan.LaneBits,
    };

    private LaunchPlan Plan(MsDeformAttnShape shape, CudaValueType type, CudaInputs inputs, nint output, CudaTuning? tuning)
    {
        if (Refusal(shape) is { } refusal)
        {
            throw new ArgumentException(refusal);
        }

        if (inputs.Locations % LocationAlignment != 0)
        {
            throw new ArgumentException($"the address of the locations is not a multiple of {LocationAlignment}");
        }

        return LaunchPlan.Create(shape, type, device, inputs.Value % ValueAlignment == 0 && output % ValueAlignment == 0, tuning);
    }

    private void LaunchBackward(
        MsDeformAttnShape shape,
        CudaValueType type,
        LaunchPlan plan,
        Type sums,
        KernelArguments arguments,
        CudaGradients gradients)
        => device.Launch(
            DeviceKernels.Backward(plan.Variant, type, sums),
            plan.Backward,
            arguments
                .View(gradients.Locations, shape.WeightsLength)
                .View(gradients.Weights, shape.WeightsLength)
                .Add(LevelTable.From(shape))
                .Add(DeviceSizes(shape, plan)),
            shape);

    private void LaunchMagnitude(
        MsDeformAttnShape shape, CudaValueType type, nint address, long length, nint magnitudes, int target)
        => device.Launch(
            DeviceKernels.LargestMagnitude(type),
            Simple(length),
            new KernelArguments().View(address, length).View(magnitudes, 2).Add(target).Add((int)length),
            shape);

    private LaunchSize Simple(long elements)
    {
        var threads = Math.Min(DeviceKernels.VectorisedThreads, device.MaximumThreads);
        var most = BlocksPerMultiprocessor * device.Multiprocessors;
        return new((int)Math.Clamp((elements + threads - 1) / threads, 1, most), threads, 0);
    }

    private void Clear(nint address, long bytes)
    {
        if (bytes > 0 && device.Driver.Clear(address, bytes) is not 0 and var failure)
        {
            device.Driver.Require(failure, $"cuMemsetD8Async of {bytes} bytes");
        }
    }
}
