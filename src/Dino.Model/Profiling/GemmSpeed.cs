using static TorchSharp.torch;

namespace Dino.Model.Profiling;

/// <summary>How fast this machine multiplies matrices: what a model's time is compared with, as it says more than seconds do.</summary>
public static class GemmSpeed
{
    /// <summary>Side of the square matrices: large enough to be bound by arithmetic alone.</summary>
    private const long Side = 4096;

    private const int Repetitions = 3;

    /// <summary>Multiplications with addition of one product.</summary>
    public const long Multiplications = Side * Side * Side;

    /// <returns>The best time of torch's product of two square matrices, after one to warm up.</returns>
    public static TimeSpan Measure(ScalarType dtype, Device device, TimeProvider time)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        // Random numbers: a GPU multiplies constants faster.
        var (a, b) = (rand(Side, Side).to(dtype).to(device), rand(Side, Side).to(dtype).to(device));
        var best = TimeSpan.MaxValue;
        for (var repetition = 0; repetition <= Repetitions; repetition++)
        {
            var start = time.GetTimestamp();
            using var product = a.matmul(b);
            DeviceWork.Finish(device.type);
            var elapsed = time.GetElapsedTime(start);
            best = repetition > 0 && elapsed < best ? elapsed : best;
        }

        return best;
    }
}
