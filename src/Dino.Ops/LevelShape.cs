namespace Dino.Ops;

/// <summary>Size of one feature level in cells.</summary>
public readonly record struct LevelShape(int Height, int Width)
{
    public int Tokens => Height * Width;
}
