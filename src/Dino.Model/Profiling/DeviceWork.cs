using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Model.Profiling;

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
