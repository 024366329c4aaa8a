namespace Dino.Data.Coco;

/// <summary>One annotation file and the folder its <c>file_name</c>s are relative to.</summary>
public sealed record CocoSource(string AnnotationFile, string ImageFolder)
{
    /// <summary>The two parts of a COCODIR: <c>annotations/instances_{part}2017.json</c> and <c>{part}2017/</c>, part being train or val.</summary>
    public static CocoSource OfCocoDir(string cocoDir, string part) => new(
        Path.Combine(cocoDir, "annotations", $"instances_{part}2017.json"),
        Path.Combine(cocoDir, $"{part}2017"));
}
