namespace Dino.Checkpoints.Families;

/// <summary>Official names beside those of mmdetection v3.</summary>
internal static class MmDetectionNames
{
    public static IEnumerable<(string Official, string Foreign)> Rows(ArchitectureDepth depth) =>
    [
        ("backbone.0.body.{p}", "backbone.{p}"),
        .. Neck(depth),
        ("transformer.level_embed", "level_embed"),
        ("transformer.tgt_embed.weight", "query_embedding.weight"),
        ("label_enc.weight", "dn_query_generator.label_embedding.weight"),
        .. DetrexNames.Encoder("transformer.encoder.layers.{i}", "encoder.layers.{i}", "self_attn", "ffn"),
        .. DetrexNames.Decoder("transformer.decoder.layers.{i}", "decoder.layers.{i}", "self_attn.attn", "cross_attn", "ffn"),
        ("transformer.decoder.norm.{p}", "decoder.norm.{p}"),
        ("transformer.decoder.ref_point_head.{p}", "decoder.ref_point_head.{p}"),
        ("transformer.enc_output.{p}", "memory_trans_fc.{p}"),
        ("transformer.enc_output_norm.{p}", "memory_trans_norm.{p}"),
        ("transformer.enc_out_class_embed.{p}", $"bbox_head.cls_branches.{depth.DecoderLayers}.{{p}}"),
        .. BoxHead("transformer.enc_out_bbox_embed", $"bbox_head.reg_branches.{depth.DecoderLayers}"),
        ("class_embed.{k}.{p}", "bbox_head.cls_branches.{k}.{p}"),
        .. BoxHead("bbox_embed.{k}", "bbox_head.reg_branches.{k}"),
    ];

    /// <summary>mmdetection's box head is a sequence that counts the activations between its three layers.</summary>
    private static IEnumerable<(string Official, string Foreign)> BoxHead(string official, string foreign)
        => Enumerable.Range(0, 3).Select(layer => ($"{official}.layers.{layer}.{{p}}", $"{foreign}.{2 * layer}.{{p}}"));

    private static IEnumerable<(string Official, string Foreign)> Neck(ArchitectureDepth depth)
    {
        for (var n = 0; n < depth.BackboneLevels; n++)
        {
            yield return ($"input_proj.{n}.0.weight", $"neck.convs.{n}.conv.weight");
            yield return ($"input_proj.{n}.1.{{p}}", $"neck.convs.{n}.gn.{{p}}");
        }

        for (var extra = 0; extra <= 9; extra++)
        {
            yield return ($"input_proj.{depth.BackboneLevels + extra}.0.weight", $"neck.extra_convs.{extra}.conv.weight");
            yield return ($"input_proj.{depth.BackboneLevels + extra}.1.{{p}}", $"neck.extra_convs.{extra}.gn.{{p}}");
        }
    }
}
