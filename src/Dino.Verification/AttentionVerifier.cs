using Dino.Model.Attention;
using Dino.Ops;
using Dino.Verification.Comparison;
using Dino.Verification.Fixtures;
using Dino.Verification.Reporting;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Verification;

/// <summary>Kind <c>attention</c>: where the encoder and the decoder look, as <see cref="IAttentionObserver"/> is told.</summary>
internal sealed class AttentionVerifier : IVerifier
{
    private const string Kind = "attention";
    private const string EncoderRows = "encoder.rows";

    public bool Accepts(string path) => TensorFixture.IsOfKind(path, Kind);

    public VerificationReport Run(string path, VerificationOptions options)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var fixture = TensorFixture.Open(path);
        var platform = VerificationPlatform.Of(options);
        using var model = FixtureModel.Build(fixture, platform);
        model.eval();
        using var images = FixtureModel.Images(fixture, platform);

        var recorder = new Recorder(fixture, scope);
        using var encoded = model.Encode(images, recorder);
        using var output = model.Decode(encoded, observer: recorder, tokens: FixtureModel.ReferenceTokens(fixture, platform));
        recorder.Computed.Add(output);

        var rows = new VerificationRows();
        recorder.Computed.Compare(fixture, rows, platform.Limits.Outputs, EncoderRows);
        return new VerificationReport(path, Kind, rows.All);
    }

    /// <summary>Keeps what the fixture names: the decoder's first queries, and of the encoder the listed tokens.</summary>
    private sealed class Recorder(TensorFixture fixture, DisposeScope owner) : IAttentionObserver
    {
        public ComputedTensors Computed { get; } = new();

        public bool WantsSelfAttention => fixture.Names.Any(name => name.EndsWith(".self_attention_mean", StringComparison.Ordinal));

        public void DeformableAttention(AttentionSite site, Tensor locations, Tensor weights, IReadOnlyList<LevelShape> levels)
        {
            Keep(site, "sampling_locations", locations);
            Keep(site, "attention_weights", weights);
        }

        public void SelfAttention(AttentionSite site, Tensor weights)
            => Computed.Add($"{site.Part}{site.Layer}.self_attention_mean", Owned(weights.mean([1])), mayBePartial: true);

        private Tensor Owned(Tensor tensor)
        {
            owner.Attach(tensor);
            return tensor;
        }

        private void Keep(AttentionSite site, string what, Tensor values)
        {
            var name = $"{site.Part}{site.Layer}.{what}";
            if (!fixture.Has(name))
            {
                return;
            }

            var kept = site.Part == "encoder"
                ? values.index_select(1, fixture.Rows(EncoderRows, values.shape[1]).to(values.device))
                : values.clone();
            Computed.Add(name, Owned(kept), mayBePartial: site.Part == "decoder");
        }
    }
}
