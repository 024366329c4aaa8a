namespace Dino.Data.Checking;

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
