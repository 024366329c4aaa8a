using System.Text.Json;
using Dino.Core;

namespace Dino.Data.Splitting;

/// <summary>What a split was made from and what it holds: <c>split.json</c> in its folder.</summary>
/// <param name="SourceSha256">Of the annotation file.</param>
/// <param name="Train">Number of images.</param>
/// <param name="Validation">Number of images.</param>
/// <param name="Unused">Listed images in neither part.</param>
/// <param name="DanglingAnnotations">Annotations of images that are not listed; in neither part.</param>
/// <param name="Images">Every image of both parts, in order of id.</param>
public sealed record SplitManifest(
    long Seed,
    bool StratifiedByBoxes,
    string SourceSha256,
    int Train,
    int Validation,
    int Unused,
    int DanglingAnnotations,
    string TrainAnnotationsSha256,
    string ValidationAnnotationsSha256,
    IReadOnlyList<SplitImage> Images)
{
    public const string FileName = "split.json";

    private static readonly JsonSerializerOptions Json = InputJson.Strict(new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <exception cref="BadInputException">Not a split manifest.</exception>
    public static SplitManifest Load(string path) => InputJson.Read<SplitManifest>(path, Json, "a split manifest");

    public void Save(string path) => AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, this, Json));

    /// <summary>The first thing in which two manifests differ, in words; null when they are the same split of the same data.</summary>
    public string? FirstDifference(SplitManifest other) =>
        Difference("seed", Seed, other.Seed)
        ?? Difference("stratified", StratifiedByBoxes, other.StratifiedByBoxes)
        ?? Difference("train", Train, other.Train)
        ?? Difference("val", Validation, other.Validation)
        ?? Difference("source", SourceSha256, other.SourceSha256)
        ?? (Images.SequenceEqual(other.Images) ? null : "images differ")
        ?? Difference("train annotations", TrainAnnotationsSha256, other.TrainAnnotationsSha256)
        ?? Difference("val annotations", ValidationAnnotationsSha256, other.ValidationAnnotationsSha256);

    private static string? Difference<T>(string what, T here, T there) => Equals(here, there) ? null : $"{what} {here}, not {there}";
}

/// <summary>An image of a split.</summary>
/// <param name="Part">train or val.</param>
/// <param name="Sha256">Of the file's bytes.</param>
public sealed record SplitImage(long Id, string FileName, string Part, string Sha256);
