namespace Dino.Core.Coco;

/// <summary>A record that cannot be read.</summary>
/// <param name="Section">images, annotations or categories.</param>
/// <param name="Index">Position in the section, from 0.</param>
/// <param name="Id">The record's id if it can be read.</param>
/// <param name="Message">Which field is wrong and what was expected.</param>
/// <param name="MissingField">The field if it is not there at all.</param>
public sealed record CocoRecordFault(string Section, int Index, long? Id, string Message, string? MissingField = null)
{
    public string Record => Id is { } id ? $"{Section}[{Index}] (id {id})" : $"{Section}[{Index}]";

    internal BadInputException ToException(string path)
    {
        var remedy = MissingField == "area" ? "; expected pixels squared, width * height where there is no mask" : "";
        return new BadInputException($"{path}: {Record}: {Message}{remedy}");
    }
}

/// <summary>A field of the record being read is missing or of the wrong kind; the reader adds file and record.</summary>
internal sealed class CocoFieldException(string message, string? missingField = null) : Exception(message)
{
    public string? MissingField { get; } = missingField;
}
