namespace Dino.Ops;

/// <summary>The implementations of the op by name.</summary>
public static class MsDeformAttnOps
{
    /// <summary>Names that <see cref="Select"/> takes; the first is the default.</summary>
    public static IReadOnlyList<string> Names { get; } = ["auto", "reference", "cpu"];

    /// <exception cref="ArgumentException">There is no such op; the message lists those there are.</exception>
    public static IMsDeformAttnOp Select(string name) => name switch
    {
        "auto" => new AutoMsDeformAttnOp(),
        "reference" => new ReferenceMsDeformAttnOp(),
        "cpu" => new CpuMsDeformAttnOp(),
        _ => throw new ArgumentException($"no deformable-attention op '{name}'; there are {string.Join(", ", Names)}"),
    };
}
