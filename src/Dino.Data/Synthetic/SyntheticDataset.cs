using System.Collections.Concurrent;
using System.Globalization;
using Dino.Core;
using Dino.Data.Coco;
using Dino.Data.Synthetic.Scenes;
using Dino.Data.Synthetic.Styles;
using SkiaSharp;

namespace Dino.Data.Synthetic;

/// <summary>Draws a data set of street scenes with exact boxes.</summary>
public static class SyntheticDataset
{
    /// <summary>Name of the annotation file in the data set's folder.</summary>
    public const string AnnotationFile = "annotations.json";

    /// <summary>Name of the folder with the images.</summary>
    public const string ImageFolder = "images";

    private const int JpegQuality = 92;

    /// <summary>An object of which less can be seen is not annotated.</summary>
    private const double LeastVisibleShare = 0.3;

    /// <summary>Pixels; a smaller visible part is not annotated.</summary>
    private const double LeastWidth = 3;

    /// <summary>Pixels.</summary>
    private const double LeastHeight = 8;

    /// <summary>
    /// Writes <c>images/000001.jpg</c> and so on, then <c>annotations.json</c> (COCO instances; ids from 1; a box is the extent of the object's
    /// visible pixels, area is width times height). The same options give the same files, on however many cores.
    /// </summary>
    /// <param name="progress">Told the number of finished images; may be called from several threads, not always in rising order.</param>
    /// <returns>What was written.</returns>
    public static CocoDataset Write(
        string folder, SyntheticOptions options, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Images, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Width, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Height, 64);
        var style = Style(options.Style);
        var visible = new ConcurrentDictionary<int, IReadOnlyList<VisibleObject>>();
        Parallel.For(1, options.Images + 1, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, id =>
        {
            var (jpeg, objects) = Draw(style, options, id);
            AtomicFile.Write(Path.Combine(folder, ImageFolder, FileName(id)), stream => stream.Write(jpeg));
            visible[id] = objects;
            progress?.Report(visible.Count);
        });

        var dataset = Describe(style, options, visible);
        dataset.Save(Path.Combine(folder, AnnotationFile));
        return dataset;
    }

    /// <summary>As <see cref="Write"/>, into a new or empty folder: the data set appears there when it is complete.</summary>
    /// <exception cref="BadInputException">The folder holds something; nothing was written.</exception>
    public static CocoDataset WriteNew(
        string folder, SyntheticOptions options, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
        {
            throw new BadInputException($"{folder}: is not empty; choose an empty or a new folder for the data set");
        }

        var temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            var dataset = Write(temporary, options, progress, cancellation);
            Directory.CreateDirectory(target);
            Directory.Move(Path.Combine(temporary, ImageFolder), Path.Combine(target, ImageFolder));
            File.Move(Path.Combine(temporary, AnnotationFile), Path.Combine(target, AnnotationFile));
            return dataset;
        }
        finally
        {
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    }

    /// <summary>What a data set of this style annotates.</summary>
    public static IReadOnlyList<CocoCategory> Categories(SyntheticStyle style) => Style(style).Categories;

    private static ISceneStyle Style(SyntheticStyle style) => style == SyntheticStyle.Experiment ? new ExperimentStyle() : new PretrainingStyle();

    /// <summary>Draws until something is annotated: a scene whose people all hide behind a car is drawn anew from the same stream.</summary>
    private static (byte[] Jpeg, IReadOnlyList<VisibleObject> Objects) Draw(ISceneStyle style, SyntheticOptions options, int id)
    {
        var stream = new SplitMix64(options.Seed, string.Create(CultureInfo.InvariantCulture, $"image {id}"));
        while (true)
        {
            var (picture, objects) = SceneRenderer.Render(style.Compose(options.Width, options.Height, stream), stream);
            using (picture)
            {
                var annotated = objects.Where(item => IsAnnotated(style, item)).ToList();
                if (annotated.Count > 0)
                {
                    using var data = picture.Encode(SKEncodedImageFormat.Jpeg, JpegQuality);
                    return (data.ToArray(), annotated);
                }
            }
        }
    }

    private static bool IsAnnotated(ISceneStyle style, VisibleObject item)
        => style.Categories.Any(category => category.Id == (int)item.Source.Category)
            && item.VisibleShare >= LeastVisibleShare && item.Box.Width >= LeastWidth && item.Box.Height >= LeastHeight;

    private static CocoDataset Describe(ISceneStyle style, SyntheticOptions options, ConcurrentDictionary<int, IReadOnlyList<VisibleObject>> visible)
    {
        var images = new List<CocoImage>();
        var annotations = new List<CocoAnnotation>();
        for (var id = 1; id <= options.Images; id++)
        {
            images.Add(new CocoImage(id, FileName(id), options.Width, options.Height));
            foreach (var item in visible[id])
            {
                annotations.Add(new CocoAnnotation(
                    annotations.Count + 1, id, (int)item.Source.Category, item.Box, Math.Round(item.Box.Width * item.Box.Height, 4), IsCrowd: false));
            }
        }

        return new CocoDataset(images, annotations, style.Categories);
    }

    private static string FileName(int id) => string.Create(CultureInfo.InvariantCulture, $"{id:D6}.jpg");
}

/// <summary>What <see cref="SyntheticDataset.Write"/> draws; equal options give equal files.</summary>
/// <param name="Seed">Image i draws from the named stream (seed, "image i"), so an image does not depend on how many others are made.</param>
/// <param name="Images">Number of images, at least 1.</param>
/// <param name="Width">Pixels of every image, at least 64.</param>
/// <param name="Height">Pixels of every image, at least 64.</param>
public sealed record SyntheticOptions(long Seed, int Images, SyntheticStyle Style, int Width = 320, int Height = 240);

/// <summary>Which of the two deliberately different worlds is drawn.</summary>
public enum SyntheticStyle
{
    /// <summary>City streets in any light and weather, people from tiny to frame-filling and often hidden; only pedestrians are annotated.</summary>
    Experiment,

    /// <summary>Suburbs and streets by day, fewer and less hidden people, six annotated categories.</summary>
    Pretraining,
}
