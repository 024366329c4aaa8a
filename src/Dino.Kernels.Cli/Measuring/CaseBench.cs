using Dino.Kernels.Cli.Cases;
using Dino.Kernels.Cuda;

namespace Dino.Kernels.Cli.Measuring;

/// <summary>Checks and times every kernel on one case.</summary>
internal sealed class CaseBench(
    string name, DeviceCase inputs, CudaMsDeformAttn kernels, GpuTimer timer, MemoryBandwidth bandwidth)
{
    private const string Baseline = "im2col";
    private static readonly CudaTuning s_im2Col = new(CudaVariant.Im2Col);
    private static readonly CudaTuning s_vectorised = new(CudaVariant.Vectorised);

    public IEnumerable<KernelResult> Run()
    {
        var traffic = Traffic.Forward(inputs.Inputs, inputs.Type);
        var baseline = Forward(s_im2Col);
        yield return Result("forward", Baseline, baseline, baseline.Microseconds, traffic);
        yield return Result("forward", "vectorised", Forward(s_vectorised), baseline.Microseconds, traffic);

        traffic = Traffic.Backward(inputs.Inputs, inputs.Type);
        baseline = Backward(s_im2Col, isDeterministic: false);
        yield return Result("backward", Baseline, baseline, baseline.Microseconds, traffic);
        var vectorised = Backward(s_vectorised, isDeterministic: false);
        yield return Result("backward", "vectorised", vectorised, baseline.Microseconds, traffic);
        var deterministic = Backward(s_vectorised, isDeterministic: true);
        yield return Result("backward", "vectorised deterministic", deterministic, baseline.Microseconds, traffic);
    }

    public IEnumerable<BlockSizeResult> BlockSizes(CudaDevice device)
    {
        var shape = inputs.Inputs.Shape;
        var chosen = LaunchPlan.Create(shape, inputs.Type, device, isAligned: true, s_vectorised).Forward.Threads;
        foreach (var threads in LaunchPlan.PossibleThreads(shape, inputs.Type, device))
        {
            var tuning = s_vectorised with { Threads = threads };
            yield return new(
                name,
                Text(inputs.Type),
                threads,
                timer.Median(() => LaunchForward(tuning)),
                timer.Median(() => LaunchBackward(tuning)),
                threads == chosen);
        }
    }

    private static string Text(CudaValueType type) => type.ToString().ToLowerInvariant();

    private (Agreement Agreement, double Microseconds) Forward(CudaTuning tuning)
    {
        inputs.Reset();
        var microseconds = timer.Median(() => LaunchForward(tuning));
        var actual = ValueEncoding.Decode(inputs.Output.Read<byte>(), inputs.Type);
        var agreement = new Agreement(ErrorLimits.Worst(inputs.Expected.Output, actual), ErrorLimits.Output(inputs.Type));
        return (agreement, microseconds);
    }

    private (Agreement Agreement, double Microseconds) Backward(CudaTuning tuning, bool isDeterministic)
    {
        inputs.Reset();
        var microseconds = timer.Median(() =>
        {
            if (isDeterministic)
            {
                LaunchDeterministicBackward(tuning);
            }
            else
            {
                LaunchBackward(tuning);
            }
        });
        var agreement = Agreement.Worst(
            new(ErrorLimits.Worst(inputs.Expected.GradValue, inputs.GradValue.Read<float>()), ErrorLimits.Single),
            new(
                ErrorLimits.Worst(inputs.Expected.GradLocations, inputs.GradLocations.Read<float>()),
                ErrorLimits.GradLocations(inputs.Inputs.Shape)),
            new(ErrorLimits.Worst(inputs.Expected.GradWeights, inputs.GradWeights.Read<float>()), ErrorLimits.Single));
        return (agreement, microseconds);
    }

    private void LaunchForward(CudaTuning tuning)
        => kernels.Forward(inputs.Inputs.Shape, inputs.Type, inputs.Addresses, inputs.Output.Address, tuning);

    private void LaunchBackward(CudaTuning tuning)
        => kernels.Backward(
            inputs.Inputs.Shape, inputs.Type, inputs.Addresses, inputs.GradOutput.Address, inputs.Gradients, tuning);

    private void LaunchDeterministicBackward(CudaTuning tuning)
        => kernels.BackwardDeterministic(
            inputs.Inputs.Shape,
            inputs.Type,
            inputs.Addresses,
            inputs.GradOutput.Address,
            inputs.Gradients,
            inputs.Workspace.Address,
            tuning);

    private KernelResult Result(
        string direction, string kernel, (Agreement Agreement, double Microseconds) measured, double baseline, Traffic traffic)
    {
        var gigabytes = traffic.Compulsory / measured.Microseconds / 1000;
        var bound = traffic.ThroughL2 / bandwidth.L2Gigabytes / 1000;
        return new(
            name,
            Text(inputs.Type),
            direction,
            kernel,
            measured.Agreement.WorstError,
            measured.Agreement.Limit,
            measured.Microseconds,
            gigabytes,
            gigabytes / bandwidth.CopyGigabytes,
            baseline / measured.Microseconds,
            bound > 0 ? measured.Microseconds / bound : null);
    }
}
