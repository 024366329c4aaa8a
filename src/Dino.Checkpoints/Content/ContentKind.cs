namespace Dino.Checkpoints.Content;

/// <summary>Which Python sequence a <see cref="ContentList"/> was or becomes.</summary>
public enum ContentKind
{
    List,
    Tuple,
    Set,
}
