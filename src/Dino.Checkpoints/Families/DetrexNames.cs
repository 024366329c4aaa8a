namespace Dino.Checkpoints.Families;

/// <summary>Official names beside those of detrex (projects/dino, detectron2's ResNet).</summary>
internal static class DetrexNames
{
    public static IEnumerable<(string Official, string Foreign)> Rows(ArchitectureDepth depth) =>
    [
        .. Backbone(),
        .. Neck(depth),
        ("transformer.level_embed", "transformer.level_embeds"),
        ("transformer.tgt_embed.weight", "transformer.tgt_embed.weight"),
        ("label_enc.weight", "label_enc.weight"),
        .. Encoder("transformer.encoder.layers.{i}", "transformer.encoder.layers.{i}", "attentions.0"),
        .. Decoder("transformer.decoder.layers.{i}", "transformer.decoder.layers.{i}", "attentions.0.attn", "attentions.1", "ffns.0"),
        ("transformer.decoder.norm.{p}", "transformer.decoder.norm.{p}"),
        ("transformer.decoder.ref_point_head.{p}", "transformer.decoder.ref_point_head.{p}"),
        ("transformer.enc_output.{p}", "transformer.enc_output.{p}"),
        ("transformer.enc_output_norm.{p}", "transformer.enc_output_norm.{p}"),
        ("transformer.enc_out_class_embed.{p}", $"class_embed.{depth.DecoderLayers}.{{p}}"),
        ("transformer.enc_out_bbox_embed.{p}", $"bbox_embed.{depth.DecoderLayers}.{{p}}"),
        ("class_embed.{k}.{p}", "class_embed.{k}.{p}"),
        ("bbox_embed.{k}.{p}", "bbox_embed.{k}.{p}"),
    ];

    /// <summary>The FFN and norms of an encoder layer, named alike in detrex and mmdetection but for the prefix of the FFN.</summary>
    public static IEnumerable<(string Official, string Foreign)> Encoder(string official, string foreign, string attention, string ffn = "ffns.0") =>
    [
        ($"{official}.self_attn.{{p}}", $"{foreign}.{attention}.{{p}}"),
        .. FeedForward(official, $"{foreign}.{ffn}"),
        ($"{official}.norm1.{{p}}", $"{foreign}.norms.0.{{p}}"),
        ($"{official}.norm2.{{p}}", $"{foreign}.norms.1.{{p}}"),
    ];

    /// <summary>A decoder layer. The reference numbers its norms 2, 1, 3 in order of use, the others 0, 1, 2.</summary>
    public static IEnumerable<(string Official, string Foreign)> Decoder(string official, string foreign, string selfAttention, string crossAttention, string ffn) =>
    [
        ($"{official}.self_attn.{{p}}", $"{foreign}.{selfAttention}.{{p}}"),
        ($"{official}.cross_attn.{{p}}", $"{foreign}.{crossAttention}.{{p}}"),
        .. FeedForward(official, $"{foreign}.{ffn}"),
        ($"{official}.norm2.{{p}}", $"{foreign}.norms.0.{{p}}"),
        ($"{official}.norm1.{{p}}", $"{foreign}.norms.1.{{p}}"),
        ($"{official}.norm3.{{p}}", $"{foreign}.norms.2.{{p}}"),
    ];

    private static IEnumerable<(string Official, string Foreign)> FeedForward(string official, string foreign) =>
    [
        ($"{official}.linear1.{{p}}", $"{foreign}.layers.0.0.{{p}}"),
        ($"{official}.linear2.{{p}}", $"{foreign}.layers.1.{{p}}"),
    ];

    private static IEnumerable<(string Official, string Foreign)> Backbone()
    {
        yield return ("backbone.0.body.conv1.weight", "backbone.stem.conv1.weight");
        yield return ("backbone.0.body.bn1.{p}", "backbone.stem.conv1.norm.{p}");
        for (var stage = 1; stage <= 4; stage++)
        {
            var (official, foreign) = ($"backbone.0.body.layer{stage}.{{b}}", $"backbone.res{stage + 1}.{{b}}");
            yield return ($"{official}.conv{{j}}.weight", $"{foreign}.conv{{j}}.weight");
            yield return ($"{official}.bn{{j}}.{{p}}", $"{foreign}.conv{{j}}.norm.{{p}}");
            yield return ($"{official}.downsample.0.weight", $"{foreign}.shortcut.weight");
            yield return ($"{official}.downsample.1.{{p}}", $"{foreign}.shortcut.norm.{{p}}");
        }
    }

    private static IEnumerable<(string Official, string Foreign)> Neck(ArchitectureDepth depth)
    {
        for (var n = 0; n < depth.BackboneLevels; n++)
        {
            yield return ($"input_proj.{n}.0.{{p}}", $"neck.convs.{n}.conv.{{p}}");
            yield return ($"input_proj.{n}.1.{{p}}", $"neck.convs.{n}.norm.{{p}}");
        }

        for (var extra = 0; extra <= 9; extra++)
        {
            yield return ($"input_proj.{depth.BackboneLevels + extra}.0.{{p}}", $"neck.extra_convs.{extra}.conv.{{p}}");
            yield return ($"input_proj.{depth.BackboneLevels + extra}.1.{{p}}", $"neck.extra_convs.{extra}.norm.{{p}}");
        }
    }
}
