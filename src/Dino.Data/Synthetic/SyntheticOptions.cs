namespace Dino.Data.Synthetic;

/// <summary>What <see cref="SyntheticDataset.Write"/> draws; equal options give equal files.</summary>
/// <param name="Seed">Image i draws from the named stream (seed, "image i"), so an image does not depend on how many others are made.</param>
/// <param name="Images">Number of images, at least 1.</param>
/// <param name="Width">Pixels of every image, at least 64.</param>
/// <param name="Height">Pixels of every image, at least 64.</param>
public sealed record SyntheticOptions(long Seed, int Images, SyntheticStyle Style, int Width = 320, int Height = 240);
