using Dino.Core;

namespace Dino.Data.Coco;

/// <summary>A COCO "instances" document. Lists keep the order of the file.</summary>
public sealed record CocoDataset(
    IReadOnlyList<CocoImage> Images,
    IReadOnlyList<CocoAnnotation> Annotations,
    IReadOnlyList<CocoCategory> Categories)
{
    /// <summary>Reads a JSON file. Extra keys, any order of keys, any form of segmentation, 0/1 or boolean flags are accepted. What the
    /// records say about each other (dangling or duplicate ids, boxes outside) is not judged here: see <c>DatasetCheck</c>.</summary>
    /// <exception cref="BadInputException">Not JSON, not COCO, or a record lacks a field; the message names file, record and expectation.</exception>
    public static CocoDataset Load(string path) => CocoReader.Read(path, fault => throw fault.ToException(path));

    /// <summary>Writes the document atomically, keys in COCO's order, numbers culture-invariant and round-trip exact. Keys that this type
    /// does not hold (licences, segmentation) are not written; <c>segmentation</c> is an empty list, as in box-only datasets.</summary>
    public void Save(string path) => CocoWriter.Write(this, path);

    /// <summary>Annotations of each image in file order; an image without any gives an empty sequence.</summary>
    public ILookup<long, CocoAnnotation> AnnotationsByImage() => Annotations.ToLookup(annotation => annotation.ImageId);
}
