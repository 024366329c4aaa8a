using Dino.Model.Configuration;
using Dino.Model.Denoising;
using Dino.Verification.Fixtures;
using Dino.Verification.Reporting;
using static TorchSharp.torch;

namespace Dino.Verification;

/// <summary>Kind <c>cdn</c>: contrastive denoising queries from recorded draws.</summary>
internal sealed class DenoisingVerifier : IVerifier
{
    private const string Kind = "cdn";

    public bool Accepts(string path) => TensorFixture.IsOfKind(path, Kind);

    public VerificationReport Run(string path, VerificationOptions options)
    {
        using var scope = NewDisposeScope();
        using var fixture = TensorFixture.Open(path);
        var platform = VerificationPlatform.Of(options);
        var config = new DinoConfig
        {
            NumClasses = fixture.Value<int>("num_classes"),
            DnLabelbookSize = fixture.Value<int>("num_classes"),
            DnNumber = fixture.Value<int>("dn_number"),
            DnLabelNoiseRatio = fixture.Value<double>("label_noise_ratio"),
            DnBoxNoiseScale = fixture.Value<double>("box_noise_scale"),
            NumQueries = fixture.Value<int>("num_queries"),
        };
        var embedding = platform.Place(StreamRule.Parameter(
            fixture.Value<long>("seed"), "label_enc.weight", [config.DnLabelbookSize + 1, fixture.Value<int>("hidden_dim")]));
        var targets = RecordedTargets.Read(fixture, platform, fixture.Value<int[]>("counts").Length);
        using var queries = ContrastiveDenoising.Build(config, embedding, targets, new RecordedNoise(fixture));

        var rows = new VerificationRows();
        rows.Equal("pad_size", [queries.PadSize], [fixture.Value<int>("pad_size")]);
        rows.Equal("num_dn_group", [queries.Groups], [fixture.Value<int>("num_dn_group")]);
        rows.Absolute("query_label", queries.Content, fixture.Read("query_label"), platform.Limits.Outputs);
        rows.Absolute("query_bbox", queries.BoxLogits, fixture.Read("query_bbox"), platform.Limits.Outputs);
        rows.Equal("attn_mask", queries.AttentionMask, fixture.Read("attn_mask"));
        return new VerificationReport(path, Kind, rows.All);
    }
}
