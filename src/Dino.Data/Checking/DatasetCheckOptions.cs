namespace Dino.Data.Checking;

/// <summary>What the dataset has to suit.</summary>
public sealed record DatasetCheckOptions
{
    /// <summary>The model's num_classes: every category id must be below it; null to leave it unchecked.</summary>
    public int? NumClasses { get; init; }

    /// <summary>The model's dn_labelbook_size: its label embedding has one row more, so every category id may be at most this; null to leave it unchecked.</summary>
    public int? DnLabelbookSize { get; init; }

    /// <summary>Decode every image and hash every file; else only look whether it is there.</summary>
    public bool ReadImages { get; init; } = true;
}
