namespace Dino.Kernels.Cli.Cases;

/// <summary>A call as the model makes it.</summary>
/// <param name="IsEncoder">Whether the queries are the tokens themselves, which sample around their own cell; else boxes anywhere.</param>
internal sealed record DinoShape(string Name, MsDeformAttnShape Shape, bool IsEncoder);
