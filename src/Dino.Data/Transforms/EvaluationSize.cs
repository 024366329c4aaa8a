namespace Dino.Data.Transforms;

/// <summary>The size that evaluation scales images to (see <see cref="Resizing.ResizeRule"/>).</summary>
/// <param name="ShortSide">Pixels.</param>
/// <param name="MaxSize">Cap of the long side in pixels.</param>
public sealed record EvaluationSize(int ShortSide = 800, int MaxSize = 1333);
