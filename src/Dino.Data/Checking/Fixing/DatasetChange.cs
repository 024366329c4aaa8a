namespace Dino.Data.Checking.Fixing;

/// <summary>One thing that a corrected copy has otherwise than its source.</summary>
/// <param name="File">The corrected annotation file.</param>
/// <param name="Section">images or annotations.</param>
/// <param name="Id">The record's id in the source, when it had one.</param>
/// <param name="Code">The finding's code.</param>
/// <param name="Change">What was done, in words.</param>
public sealed record DatasetChange(string File, string Section, long? Id, string Code, string Change);
