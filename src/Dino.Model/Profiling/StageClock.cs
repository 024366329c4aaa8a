using Dino.Torch.Dense;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Model.Profiling;

/// <summary>Adds up the time and work of the stages of forward passes on one thread.</summary>
/// <param name="deviceType">Where the stages run: a CUDA device is waited for at the end of each.</param>
public sealed class StageClock(TimeProvider time, DeviceType deviceType)
{
    private readonly Dictionary<string, StageTotal> _totals = [];
    private long _since;
    private long _workBefore;

    /// <summary>In the order in which they first ended.</summary>
    public IReadOnlyCollection<StageTotal> Totals => _totals.Values;

    /// <summary>Begins the first stage of a pass.</summary>
    public void Start() => (_since, _workBefore) = (time.GetTimestamp(), DenseWork.Done);

    /// <summary>Ends a stage and begins the next.</summary>
    public void Lap(string stage)
    {
        DeviceWork.Finish(deviceType);
        var (elapsed, work) = (time.GetElapsedTime(_since), DenseWork.Done - _workBefore);
        var total = _totals.GetValueOrDefault(stage) ?? new StageTotal(stage, TimeSpan.Zero, 0);
        _totals[stage] = total with { Time = total.Time + elapsed, Multiplications = total.Multiplications + work };
        Start();
    }
}

/// <summary>What a stage took over all passes.</summary>
/// <param name="Stage">backbone, encoder, selection, decoder, or what the caller adds.</param>
/// <param name="Multiplications">Multiplications with addition in linear layers and convolutions; those of attention are not counted.</param>
public sealed record StageTotal(string Stage, TimeSpan Time, long Multiplications);

/// <summary>Work that a CUDA device does after the call that asked for it has returned.</summary>
internal static class DeviceWork
{
    /// <summary>Waits until a CUDA device has done all it was asked to do; elsewhere nothing is outstanding.</summary>
    public static void Finish(DeviceType deviceType)
    {
        if (deviceType == DeviceType.CUDA)
        {
            cuda.synchronize();
        }
    }
}
