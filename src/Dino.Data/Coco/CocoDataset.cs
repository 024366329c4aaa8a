namespace Dino.Data.Coco;

/// <summary>A COCO "instances" document. Lists keep the order of the file.</summary>
public sealed record CocoDataset(
    IReadOnlyList<CocoImage> Images,
    IReadOnlyList<CocoAnnotation> Annotations,
    IReadOnlyList<CocoCategory> Categories)
{
    /// <summary>Reads a JSON file.</summary>
    /// <exception cref="InvalidDataException">Not JSON, or a record lacks a field; the message names file, record and expectation.</exception>
    public static CocoDataset Load(string path) => throw new NotSupportedException("not built yet");

    /// <summary>Writes the document atomically, keys in COCO's order, numbers culture-invariant and round-trip exact.</summary>
    public void Save(string path) => throw new NotSupportedException("not built yet");
}
