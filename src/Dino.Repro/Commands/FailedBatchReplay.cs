using Dino.Ops;
using Dino.Pipeline.Terminal;
using Dino.Repro.Options;
using Dino.Torch.Runtime;
using Dino.Training.Diagnosis;

namespace Dino.Repro.Commands;

/// <summary><c>dino train --replay</c>: whether a step that training stopped at fails again, and where.</summary>
internal static class FailedBatchReplay
{
    /// <returns>The exit code: a step that is still not finite is a failed check.</returns>
    public static int Run(string file, string device, RunConsole console)
    {
        var (saved, found) = StepReplay.Run(file, TorchDevice.Open(device), MsDeformAttnOps.Select("auto"));
        console.Line($"saved at {saved.Where}: {saved.Problem}");
        console.Line(found is null
            ? $"every tensor is finite on {device} this time: the fault is not in these images and weights alone"
            : $"first bad tensor: {found}");
        return found is null ? ExitCode.Ok : ExitCode.CheckFailed;
    }
}
