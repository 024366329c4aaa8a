namespace Dino.Figures.Cases;

/// <summary>What became of a box.</summary>
public enum Outcome
{
    /// <summary>A detection that matches an object.</summary>
    Hit,

    /// <summary>An object without a detection.</summary>
    Miss,

    /// <summary>A detection of an object that a better-scored one has found.</summary>
    Duplicate,

    /// <summary>A detection where no object of its category is, or not so placed.</summary>
    FalsePositive,
}
