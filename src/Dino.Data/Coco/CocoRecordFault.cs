using Dino.Core;

namespace Dino.Data.Coco;

/// <summary>A record that cannot be read.</summary>
/// <param name="Section">images, annotations or categories.</param>
/// <param name="Index">Position in the section, from 0.</param>
/// <param name="Id">The record's id, when that much is readable.</param>
/// <param name="Message">Which field is wrong and what was expected.</param>
/// <param name="MissingField">The field, when it is not there at all.</param>
public sealed record CocoRecordFault(string Section, int Index, long? Id, string Message, string? MissingField = null)
{
    public string Record => Id is { } id ? $"{Section}[{Index}] (id {id})" : $"{Section}[{Index}]";

    internal BadInputException ToException(string path) => new($"{path}: {Record}: {Message}");
}
