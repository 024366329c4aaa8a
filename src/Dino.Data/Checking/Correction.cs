namespace Dino.Data.Checking;

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
