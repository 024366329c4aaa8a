namespace Dino.Checkpoints;

/// <summary>How a checkpoint meets a model.</summary>
public sealed record LoadOptions
{
    /// <summary>Names that contain one of these are not loaded and keep the model's values, as the reference's <c>--finetune_ignore</c>; default none.</summary>
    public IReadOnlyList<string> FinetuneIgnore { get; init; } = [];

    /// <summary>True (the default): a tensor that only one side has is an error. False: it is reported.</summary>
    public bool Strict { get; init; } = true;
}
