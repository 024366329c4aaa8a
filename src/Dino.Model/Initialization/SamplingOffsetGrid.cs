namespace Dino.Model.Initialization;

/// <summary>Initial sampling offsets: every head looks in its own direction, its points 1, 2, ... cells away (Deformable DETR 2010.04159,
/// appendix A.4; reference: _reset_parameters in models/dino/ops/modules/ms_deform_attn.py).</summary>
internal static class SamplingOffsetGrid
{
    /// <returns>heads * levels * points * 2 offsets in cells, (x, y) last.</returns>
    public static double[] Bias(int heads, int levels, int points)
    {
        var bias = new double[heads * levels * points * 2];
        var next = 0;
        for (var head = 0; head < heads; head++)
        {
            var (y, x) = Math.SinCos(2 * Math.PI * head / heads);
            var larger = Math.Max(Math.Abs(x), Math.Abs(y));
            for (var sample = 0; sample < levels * points; sample++)
            {
                var distance = (sample % points) + 1;
                bias[next++] = x / larger * distance;
                bias[next++] = y / larger * distance;
            }
        }

        return bias;
    }
}
