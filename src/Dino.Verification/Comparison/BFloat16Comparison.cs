using Dino.Torch;
using Dino.Verification.Fixtures;
using Dino.Verification.Reporting;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Verification.Comparison;

/// <summary>The model as <c>evaluate --dtype bfloat16</c> runs it, against a fixture's float64 numbers. The reference's tokens become queries, so that detections match by query.</summary>
internal static class BFloat16Comparison
{
    /// <summary>Every product rounds its inputs to 8 bits, 2^-8 relative at most, and some eighty follow each other, so a logit of about 1 is off by up to 0.03 in the middle of a random walk, and twice that
    /// at its ends; a score, its sigmoid, is at most a quarter as steep. Measured: 0.008.</summary>
    private const double Score = 0.02;

    /// <summary>Of the image's side. The heads compute in float32 and a box begins at its token's place, so only what the last layers add to it, here a few hundredths, is off by as much as a logit.
    /// Measured: 0.00023.</summary>
    private const double Box = 0.001;

    /// <summary>Share of the reference's tokens that would not have become queries: those at the end of the ranking, where scores lie closer than rounding. Measured: 0.012.</summary>
    private const double OtherTokens = 0.03;

    /// <summary>What is off by chance is off by less on average. Measured: a quarter of the worst for scores, a tenth for boxes.</summary>
    private const double MeanShare = 0.2;

    public static VerificationReport Run(string path, string kind, VerificationOptions options)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var fixture = TensorFixture.Open(path);
        var platform = VerificationPlatform.Of(options with { DType = "float32" });
        using var model = FixtureModel.Build(fixture, platform);
        model.eval();
        using var images = FixtureModel.Images(fixture, platform);
        var tokens = FixtureModel.ReferenceTokens(fixture, platform)!;
        using var session = InferenceSession.Begin(ScalarType.BFloat16);
        using var encoded = model.Encode(images);
        using var output = model.Decode(encoded, tokens: tokens);

        var rows = new VerificationRows();
        Compare(rows, "score", output.Final.Logits.to(float64).sigmoid(), fixture.Read("pred_logits").to(float64).sigmoid(), Score);
        Compare(rows, "box", output.Final.BoxesCxCyWh.to(float64), fixture.Read("pred_boxes").to(float64), Box);
        rows.AtMost("other tokens", Missing(tokens, model.SelectTokens(encoded)), OtherTokens, "share");
        return new VerificationReport(path, kind, rows.All);
    }

    private static void Compare(VerificationRows rows, string name, Tensor actual, Tensor expected, double limit)
    {
        rows.Absolute($"{name} of a detection", actual, expected, limit);
        rows.AtMost($"{name}, mean", (actual - expected).abs().mean().ToDouble(), limit * MeanShare, "mean");
    }

    private static double Missing(Tensor expected, Tensor chosen)
        => expected.unsqueeze(2).ne(chosen.unsqueeze(1)).all(2).to(float64).mean().ToDouble();
}
