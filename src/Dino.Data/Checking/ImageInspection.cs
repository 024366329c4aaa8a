using Dino.Core;
using Dino.Data.Coco;
using Dino.Data.Images;

namespace Dino.Data.Checking;

/// <summary>What is behind an <c>images</c> entry.</summary>
/// <param name="Path">The file; null when there is none that may be opened.</param>
/// <param name="Failure">Why it cannot be used; null when it can.</param>
/// <param name="Header">Null when the file was not read.</param>
/// <param name="Sha256">Of the file's bytes; null when it was not read.</param>
internal sealed record ImageInspection(string? Path, string? Failure, ImageHeader? Header = null, string? Sha256 = null)
{
    public static ImageInspection Of(ImageFolder folder, CocoImage image, bool read)
    {
        string path;
        try
        {
            path = folder.Resolve(image.FileName);
        }
        catch (Exception error) when (error is BadInputException or FileNotFoundException)
        {
            return new ImageInspection(null, error.Message);
        }

        if (!read)
        {
            return new ImageInspection(path, null);
        }

        var sha256 = FileHash.Sha256(path);
        try
        {
            var header = ImageDecoder.ReadHeader(path);
            ImageDecoder.Decode(path);
            return new ImageInspection(path, null, header, sha256);
        }
        catch (BadInputException error)
        {
            return new ImageInspection(path, error.Message, Sha256: sha256);
        }
    }
}
