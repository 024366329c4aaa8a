using Dino.Model;
using Dino.Model.Criterion;
using Dino.Verification.Fixtures;
using Dino.Verification.Reporting;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Verification.Comparison;

/// <summary>One training step against the numbers recorded for it.</summary>
internal sealed class StepComparison(VerificationRows rows, VerificationLimits limits, string prefix, RecordedTraining.Step expected)
{
    /// <summary>Added to the norm before dividing by it (reference: torch.nn.utils.clip_grad_norm_).</summary>
    private const double ClipEpsilon = 1e-6;

    /// <summary>A mean of counts is rounded to the model's precision by less than this share (float32: 2^-24).</summary>
    private const double CountRounding = 1e-7;

    /// <param name="countLimits">How far counts (cardinality_error and class_error terms) may be off, where rounding leaves some decisions open; the others are compared as losses.</param>
    public void Losses(LossReport report, IReadOnlyDictionary<string, double> countLimits)
    {
        var terms = report.ReadTerms().ToDictionary();
        foreach (var (name, value) in expected.Losses)
        {
            var actual = terms.GetValueOrDefault(name, double.NaN);
            if (countLimits.TryGetValue(name, out var limit))
            {
                rows.AtMost(prefix + name, Math.Abs(actual - value), limit + (CountRounding * value), "count");
            }
            else
            {
                rows.Relative(prefix + name, actual, value, limits.Losses);
            }
        }

        rows.Relative(prefix + "total", report.Total.to(float64).ToDouble(), expected.Total, limits.Losses);
    }

    /// <summary>Norms before clipping.</summary>
    public void Gradients(DinoDetector model)
        => rows.Relative(prefix + "grad_norm ", GradientNorms(model), expected.GradNorm, limits.GradientNorms);

    /// <summary>Whether <see cref="Gradients"/> would find every norm within its limit.</summary>
    public bool GradientsAgree(DinoDetector model)
    {
        var trial = new VerificationRows();
        trial.Relative(string.Empty, GradientNorms(model), expected.GradNorm, limits.GradientNorms);
        return trial.All.All(row => row.Passed);
    }

    /// <summary>The norm that clipping found, and the one it left.</summary>
    public void Clipping(double norm, DinoDetector model, double maxNorm)
    {
        var left = Math.Sqrt(GradientNorms(model).Values.Sum(value => value * value));
        var factor = Math.Min(1, maxNorm / (expected.GradNormTotal + ClipEpsilon));
        rows.Relative(prefix + "grad_norm_total", norm, expected.GradNormTotal, limits.GradientNorms);
        rows.Relative(prefix + "clipped grad_norm_total", left, factor * expected.GradNormTotal, limits.GradientNorms);
    }

    /// <summary>Sum and norm of every parameter after the update, the frozen ones included. A sum is as accurate as its terms: the error counts relative to
    /// the sum of their magnitudes.</summary>
    public void Parameters(DinoDetector model)
    {
        var byName = model.StateDict().ToDictionary();
        foreach (var (name, sumAndNorm) in expected.ParamAfter)
        {
            if (!byName.TryGetValue(name, out var parameter))
            {
                rows.Missing($"{prefix}param_after {name}", limits.Parameters);
                continue;
            }

            using var scope = NewDisposeScope();
            var values = parameter.detach().to(float64);
            rows.Relative($"{prefix}param_after {name} sum", values.sum().ToDouble(), sumAndNorm[0], values.abs().sum().ToDouble(), limits.Parameters);
            rows.Relative($"{prefix}param_after {name} norm", values.norm().ToDouble(), sumAndNorm[1], limits.Parameters);
        }
    }

    private static Dictionary<string, double> GradientNorms(DinoDetector model)
    {
        using var scope = NewDisposeScope();
        return model.TrainableParameters().Where(parameter => parameter.Value.grad is not null)
            .ToDictionary(parameter => parameter.Name, parameter => parameter.Value.grad!.to(float64).norm().ToDouble());
    }
}
