using Dino.Core;
using Dino.Model;
using Dino.Model.Configuration;
using Dino.Model.Decoder;
using Dino.Model.PostProcessing;
using Dino.Verification.Comparison;
using Dino.Verification.Fixtures;
using Dino.Verification.Reporting;
using static TorchSharp.torch;

namespace Dino.Verification;

/// <summary>Kind <c>model-eval</c>: the whole model in evaluation mode, from backbone maps to post-processed detections, and its state dictionary.</summary>
internal sealed class ModelEvalVerifier : IVerifier
{
    private const string Kind = "model-eval";
    private const string MemoryRows = "memory.rows";

    /// <summary>Of a position encoding the files hold this many channels, evenly spread, so that y and x are both there.</summary>
    private const int StoredPositionChannels = 16;

    public bool Accepts(string path) => TensorFixture.IsOfKind(path, Kind);

    public VerificationReport Run(string path, VerificationOptions options)
        => options.DType == VerificationOptions.BFloat16 ? BFloat16Comparison.Run(path, Kind, options) : Compare(path, options);

    private static VerificationReport Compare(string path, VerificationOptions options)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var fixture = TensorFixture.Open(path);
        var platform = VerificationPlatform.Of(options);
        using var model = FixtureModel.Build(fixture, platform);
        model.eval();
        using var images = FixtureModel.Images(fixture, platform);
        using var encoded = model.Encode(images);
        using var output = model.Decode(encoded, tokens: FixtureModel.ReferenceTokens(fixture, platform));

        var computed = new ComputedTensors();
        computed.Add(output);
        AddEncoded(computed, encoded, fixture);
        AddDetections(computed, model.Config, output.Final, fixture, platform);

        var rows = new VerificationRows();
        StateDictComparison.Compare(fixture, model, rows);
        computed.Compare(fixture, rows, platform.Limits.Outputs, MemoryRows);
        return new VerificationReport(path, Kind, rows.All);
    }

    private static void AddEncoded(ComputedTensors computed, EncodedImages encoded, TensorFixture fixture)
    {
        for (var level = 0; level < encoded.Features.Count; level++)
        {
            var map = encoded.Features[level];
            computed.Add($"feat{level}.mean_abs", map.abs().mean([2, 3]));
            computed.Add($"feat{level}.corner", map, mayBePartial: true);
        }

        var positions = encoded.Positions.expand(encoded.Memory.shape[0], -1, -1);
        var start = 0L;
        for (var level = 0; level < encoded.Geometry.Levels.Count; level++)
        {
            var shape = encoded.Geometry.Levels[level];
            var map = positions.narrow(1, start, shape.Tokens).transpose(1, 2).unflatten(2, [shape.Height, shape.Width]);
            computed.Add($"pos{level}.corner", map.slice(1, 0, map.shape[1], map.shape[1] / StoredPositionChannels), mayBePartial: true);
            start += shape.Tokens;
        }

        if (fixture.Has(MemoryRows))
        {
            computed.Add("memory", encoded.Memory.index_select(1, fixture.Rows(MemoryRows, encoded.Memory.shape[1]).to(encoded.Memory.device)));
        }
    }

    /// <remarks>Boxes are in pixels, so their limit is in units of the image's side: what the model predicts is relative to it, and the reference's float32 steps
    /// (proposals, position encoding), which differ by a rounding from processor to processor, already move it by some 1e-8 of the image.</remarks>
    private static void AddDetections(ComputedTensors computed, DinoConfig config, PredictionSet final, TensorFixture fixture, VerificationPlatform platform)
    {
        var sizes = FixtureModel.Sizes(fixture, "post_target_sizes_hw");
        var detections = new PostProcessor(config).Process(final, sizes);
        for (var image = 0; image < detections.Count; image++)
        {
            var found = DetectionAlignment.Align(detections[image], Expected(fixture, image), platform.RankingTolerance);
            computed.Add($"post{image}.scores", tensor(found.Scores));
            computed.Add($"post{image}.labels", tensor(found.Labels));
            computed.Add($"post{image}.boxes", tensor(found.BoxesXyXy).view(-1, 4), unit: Math.Max(sizes[image].Height, sizes[image].Width));
        }
    }

    private static ImageDetections Expected(TensorFixture fixture, int image)
    {
        using var scope = NewDisposeScope();
        var scores = fixture.Read($"post{image}.scores").to(float64).data<double>().ToArray();
        var labels = fixture.Read($"post{image}.labels").to(int64).data<long>().ToArray();
        var boxes = fixture.Read($"post{image}.boxes").to(float64).data<double>().ToArray();
        return labels.Length == scores.Length && boxes.Length == 4 * scores.Length
            ? new ImageDetections(scores, labels, boxes, new long[scores.Length])
            : throw new BadInputException($"{fixture.Path}: post{image} has {scores.Length} scores, {labels.Length} labels and {boxes.Length} box values");
    }
}
