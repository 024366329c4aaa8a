using Dino.Core;
using Dino.Data.Coco;
using Dino.Data.Images;

namespace Dino.Figures.Cases;

/// <summary>A dataset with its picture files.</summary>
public sealed class PictureSource
{
    private readonly ImageFolder _folder;

    /// <exception cref="BadInputException">The annotation file is bad.</exception>
    /// <exception cref="DirectoryNotFoundException">No image folder.</exception>
    public PictureSource(CocoSource source)
    {
        Dataset = CocoDataset.Load(source.AnnotationFile);
        _folder = new ImageFolder(source.ImageFolder);
    }

    public CocoDataset Dataset { get; }

    /// <exception cref="FileNotFoundException">No such file.</exception>
    /// <exception cref="BadInputException">The file is not a picture, or its name leads out of the folder.</exception>
    public RgbImage Load(CocoImage image) => ImageDecoder.Decode(_folder.Resolve(image.FileName));
}
