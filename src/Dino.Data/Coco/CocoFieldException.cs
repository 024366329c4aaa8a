namespace Dino.Data.Coco;

/// <summary>A field of the record being read is missing or of the wrong kind; the reader adds file and record.</summary>
internal sealed class CocoFieldException(string message, string? missingField = null) : Exception(message)
{
    public string? MissingField { get; } = missingField;
}
