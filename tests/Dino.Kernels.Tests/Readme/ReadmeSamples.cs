using Dino.Kernels.Cpu;
using Dino.Kernels.Cuda;

namespace Dino.Kernels.Tests.Readme;

/// <summary>The samples of the package's README, compiled. Each region equals a code block there.</summary>
internal static unsafe class ReadmeSamples
{
    public static float[] Cpu()
    {
        // begin cpu
        // 2 queries with 8 heads of 32 channels sample 4 points in each of two levels.
        var shape = new MsDeformAttnShape(batch: 1, queries: 2, heads: 8, headDim: 32, points: 4, levels: [(32, 48), (16, 24)]);
        var value = new float[shape.ValueLength]; // [batch, tokens, heads, headDim]
        var locations = new float[shape.LocationsLength]; // [batch, queries, heads, levels, points, 2], (x, y) from 0 to 1
        var weights = new float[shape.WeightsLength]; // [batch, queries, heads, levels, points]
        var output = new float[shape.OutputLength]; // [batch, queries, heads, headDim]
        Array.Fill(value, 3f);
        Array.Fill(locations, 0.5f);
        Array.Fill(weights, 1f / shape.SamplesPerHead);

        var kernel = CpuMsDeformAttn.Create<float>();
        fixed (float* v = value, l = locations, w = weights, o = output)
        {
            kernel.Forward(shape, v, l, w, o);
        }
        // end cpu
        return output;
    }

    /// <param name="value">Device addresses of buffers that fit <paramref name="shape"/>.</param>
    /// <returns>Why there is no device; null when the kernel was launched.</returns>
    public static string? Cuda(MsDeformAttnShape shape, nint value, nint locations, nint weights, nint output)
    {
        // begin cuda
        if (CudaDevice.TryOpen(0, out var device, out var reason))
        {
            var inputs = new CudaInputs(value, locations, weights);
            new CudaMsDeformAttn(device).Forward(shape, CudaValueType.BFloat16, inputs, output);
        }
        // end cuda
        return reason;
    }
}
