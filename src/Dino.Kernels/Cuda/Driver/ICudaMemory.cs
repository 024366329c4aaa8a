namespace Dino.Kernels.Cuda.Driver;

/// <summary>The functions of libcuda that measurements take besides <see cref="ICudaDriver"/>. Each returns a CUresult.</summary>
internal unsafe interface ICudaMemory
{
    int Allocate(long bytes, out nint address);

    int Free(nint address);

    int CopyToDevice(nint target, void* source, long bytes);

    int CopyToHost(void* target, nint source, long bytes);

    /// <summary>Within the device, on stream 0.</summary>
    int CopyOnDevice(nint target, nint source, long bytes);

    int Synchronize();

    int CreateEvent(out nint created);

    /// <summary>On stream 0.</summary>
    int RecordEvent(nint recorded);

    int ElapsedMilliseconds(nint start, nint end, out float milliseconds);

    int DestroyEvent(nint destroyed);
}
