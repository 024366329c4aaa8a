using System.Text.Json.Serialization;
using Dino.Core;

namespace Dino.Data.Checking;

/// <summary>One fault or remark.</summary>
/// <param name="Code">Stable name of the kind, such as "dangling-annotation".</param>
/// <param name="File">The annotation file or image it is about.</param>
/// <param name="Section">images, annotations or categories; null when it is about no record.</param>
/// <param name="Id">The record's id, when it has one.</param>
/// <param name="Message">What is the case.</param>
/// <param name="Remedy">What to do; null when nothing need be done.</param>
/// <param name="Correction">What a corrected copy does.</param>
public sealed record DatasetFinding(
    FindingSeverity Severity, string Code, string File, string? Section, long? Id, string Message, string? Remedy, Correction Correction = Correction.None)
{
    /// <summary>Position in <see cref="Section"/>, counting readable records only unless this is about an unreadable one; -1 when it is about no record.</summary>
    [JsonIgnore]
    public int Index { get; init; } = -1;

    /// <summary>One line: file, record, message, remedy.</summary>
    public override string ToString()
    {
        var record = Section is null ? "" : Id is { } id ? $"{Singular(Section)} {id}: " : $"{Section}: ";
        return PlainText.Of($"{File}: {record}{Message}{(Remedy is null ? "" : $"; {Remedy}")}");
    }

    private static string Singular(string section) => section switch
    {
        "categories" => "category",
        _ => section.TrimEnd('s'),
    };
}

/// <summary>How bad a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing; nothing goes wrong.</summary>
    Info,

    /// <summary>Training and evaluation run, but not on what the file seems to say.</summary>
    Warning,

    /// <summary>Training or evaluation would fail or give wrong numbers; stops the pipeline.</summary>
    Error,
}

/// <summary>What a corrected copy does about a finding.</summary>
public enum Correction
{
    /// <summary>Nothing: a person has to decide.</summary>
    None,

    /// <summary>The record goes.</summary>
    Remove,

    /// <summary>The box is cut to the image.</summary>
    ClipBox,

    /// <summary>The area becomes width * height of the box.</summary>
    SetArea,

    /// <summary>The annotation gets an id that nothing else has.</summary>
    Renumber,
}
