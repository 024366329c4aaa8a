namespace Dino.Data.Synthetic.People;

/// <summary>The cut of what a person wears.</summary>
internal enum Outfit
{
    ShirtAndTrousers,
    ShirtAndShorts,
    JacketAndTrousers,
    LongCoat,
    Dress,
    SkirtAndTop,
}
