namespace Dino.Checkpoints;

/// <summary>How a checkpoint meets a model.</summary>
public sealed record LoadOptions
{
    /// <summary>Names that contain one of these are not loaded and keep the model's values, as the reference's <c>--finetune_ignore</c>; default none.</summary>
    public IReadOnlyList<string> FinetuneIgnore { get; init; } = [];

    /// <summary>How class heads (<c>class_embed</c>, <c>transformer.decoder.class_embed</c>, <c>transformer.enc_out_class_embed</c>) and <c>label_enc</c> get their rows; null (the default) for
    /// the same classes as in the checkpoint.</summary>
    public ClassMap? ClassMap { get; init; }

    /// <summary>True (the default): a tensor that only one side has is an error. False: it is reported.</summary>
    public bool Strict { get; init; } = true;

    /// <summary>True takes NaN, infinity and negative variances as they are, for whoever looks for their cause. False (the
    /// default): they are an error.</summary>
    public bool AllowsNonFinite { get; init; }
}
