using Dino.Data.Coco;

namespace Dino.Data.Splitting;

/// <summary>A split on disk.</summary>
/// <param name="Reused">True when the folder held this very split already and nothing was written.</param>
public sealed record SplitResult(CocoSource Train, CocoSource Validation, SplitManifest Manifest, bool Reused);
