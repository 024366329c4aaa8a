namespace Dino.Evaluation;

/// <summary>An <see cref="ImageMatches"/> in the making; categories add to it one after the other.</summary>
internal sealed class ImageOutcome
{
    public List<BoxMatch> Hits { get; } = [];

    public List<int> Misses { get; } = [];

    public List<int> FalsePositives { get; } = [];

    public List<int> Ignored { get; } = [];

    public ImageMatches ToMatches(long imageId) => new(imageId, Hits, Misses, FalsePositives, Ignored);
}
