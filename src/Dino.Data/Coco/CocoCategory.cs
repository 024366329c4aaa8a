namespace Dino.Data.Coco;

/// <summary>An entry of <c>categories</c>; the model's label is the raw <paramref name="Id"/>.</summary>
public sealed record CocoCategory(int Id, string Name);
