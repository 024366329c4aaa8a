namespace Dino.Checkpoints.Pickle;

/// <summary>A reference to something importable in Python. Only its name is kept.</summary>
internal sealed record PickleGlobal(string Module, string Name)
{
    public override string ToString() => $"{Module}.{Name}";
}
