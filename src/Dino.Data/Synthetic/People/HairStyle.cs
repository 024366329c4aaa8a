namespace Dino.Data.Synthetic.People;

/// <summary>What covers the head.</summary>
internal enum HairStyle
{
    Short,
    Long,
    Bun,
    Bald,
    Cap,
    Hood,
}
