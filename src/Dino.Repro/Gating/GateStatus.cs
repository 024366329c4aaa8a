namespace Dino.Repro.Gating;

/// <summary>What the gate says of one number.</summary>
public enum GateStatus
{
    /// <summary>Within its limit.</summary>
    Pass,

    /// <summary>Beyond its limit, but the data are too few to be sure; does not fail the gate.</summary>
    Warn,

    /// <summary>Beyond its limit, and not by chance.</summary>
    Fail,

    /// <summary>Not judged; the text says why.</summary>
    Skip,
}
