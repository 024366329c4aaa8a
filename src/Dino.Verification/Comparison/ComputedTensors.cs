using Dino.Model.Decoder;
using Dino.Verification.Fixtures;
using Dino.Verification.Reporting;
using static TorchSharp.torch;

namespace Dino.Verification.Comparison;

/// <summary>What this implementation computed, under the names that fixtures use. Borrows the tensors.</summary>
internal sealed class ComputedTensors
{
    private readonly Dictionary<string, (Tensor Value, bool MayBePartial, double Unit)> _byName = [];

    /// <param name="mayBePartial">The file may hold only the first elements along every dimension.</param>
    /// <param name="unit">What the limit counts in: 1, or for pixels the image's longer side.</param>
    public void Add(string name, Tensor value, bool mayBePartial = false, double unit = 1) => _byName[name] = (value, mayBePartial, unit);

    /// <summary>Every prediction; of the logits below the final ones a file may hold the first queries only.</summary>
    public void Add(DinoOutput output)
    {
        Add("", output.Final, logitsMayBePartial: false);
        for (var layer = 0; layer < output.Auxiliary.Count; layer++)
        {
            Add($"aux{layer}.", output.Auxiliary[layer], logitsMayBePartial: true);
        }

        Add("interm_outputs.", output.Intermediate, logitsMayBePartial: true);
        Add("interm_outputs_for_matching_pre.", output.IntermediateForMatchingPre, logitsMayBePartial: true);
        if (output.Denoising is { } denoising)
        {
            Add("dn.", denoising.Final, logitsMayBePartial: false);
        }
    }

    /// <summary>Compares every tensor of the file: whole numbers for equality, others by their largest error. One that was not computed is a miss.</summary>
    /// <param name="inputs">Tensors of the file that are not results, by the beginning of their name.</param>
    public void Compare(TensorFixture fixture, VerificationRows rows, double limit, params ReadOnlySpan<string> inputs)
    {
        foreach (var name in fixture.Names)
        {
            if (!StartsWithAny(name, inputs))
            {
                Compare(fixture, name, rows, limit);
            }
        }
    }

    private static bool StartsWithAny(string name, ReadOnlySpan<string> beginnings)
    {
        foreach (var beginning in beginnings)
        {
            if (name.StartsWith(beginning, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static Tensor Leading(Tensor value, long[] shape)
    {
        var view = value;
        for (var dim = 0; dim < Math.Min(shape.Length, (int)value.dim()); dim++)
        {
            view = view.narrow(dim, 0, Math.Min(shape[dim], value.shape[dim]));
        }

        return view;
    }

    private void Add(string prefix, PredictionSet set, bool logitsMayBePartial)
    {
        Add(prefix + "pred_logits", set.Logits, logitsMayBePartial);
        Add(prefix + "pred_boxes", set.BoxesCxCyWh);
    }

    private void Compare(TensorFixture fixture, string name, VerificationRows rows, double limit)
    {
        if (!_byName.TryGetValue(name, out var computed))
        {
            rows.Missing(name, limit);
            return;
        }

        using var scope = NewDisposeScope();
        var expected = fixture.Read(name);
        var actual = computed.MayBePartial ? Leading(computed.Value, expected.shape) : computed.Value;
        if (expected.is_floating_point())
        {
            rows.Absolute(name, actual, expected, limit * computed.Unit);
        }
        else
        {
            rows.Equal(name, actual, expected);
        }
    }
}
