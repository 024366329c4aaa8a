using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Torch.Memory;

/// <summary>Where values cross between host and device in a training step. A device works through a queue; each read makes the host wait until the queue is empty, and the device then waits for the
/// host, so that a step's few reads all go through here and are counted. Writes do not wait.</summary>
public static class HostTransfer
{
    [ThreadStatic]
    private static long s_reads;

    /// <summary>Reads so far, on this thread. On the CPU nothing waits, and they count all the same.</summary>
    public static long Reads => s_reads;

    /// <summary>All values, in row-major order.</summary>
    /// <param name="values">Of type <typeparamref name="T"/>, on any device.</param>
    public static T[] Read<T>(Tensor values)
        where T : unmanaged
    {
        s_reads++;
        using var scope = NewDisposeScope();
        return values.detach().cpu().contiguous().data<T>().ToArray();
    }

    /// <summary>As <see cref="Read"/> of a tensor that should lie on the host: nothing to wait for, nothing to count.</summary>
    public static T[] Values<T>(Tensor values)
        where T : unmanaged
    {
        if (values.device_type != DeviceType.CPU)
        {
            return Read<T>(values);
        }

        using var scope = NewDisposeScope();
        return values.detach().contiguous().data<T>().ToArray();
    }

    /// <summary>The values on a device, queued behind what it is doing: the copy goes through page-locked memory, which the host need not keep for it.</summary>
    /// <param name="values">On the host.</param>
    /// <returns>Of the caller's dispose scope; the same tensor where it is there already.</returns>
    public static Tensor Write(Tensor values, Device device)
    {
        if (device.type != DeviceType.CUDA || values.device_type == DeviceType.CUDA)
        {
            return values.to(device);
        }

        using var scope = NewDisposeScope();
        return values.pin_memory().to(device, non_blocking: true).MoveToOuterDisposeScope();
    }
}
