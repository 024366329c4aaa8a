namespace Dino.Checkpoints;

/// <summary>What became of every name, each list in the order of its side.</summary>
/// <param name="Loaded">Names of the model that got the checkpoint's values, aliases included.</param>
/// <param name="Resized">Names of the model that got the rows of matching classes (<see cref="LoadOptions.ClassMap"/>).</param>
/// <param name="Ignored">Names of the checkpoint that <see cref="LoadOptions.FinetuneIgnore"/> left out.</param>
/// <param name="Missing">Names of the model that the checkpoint lacks (those ignored not counted); they keep their values.</param>
/// <param name="Unexpected">Names of the checkpoint that the model lacks.</param>
public sealed record LoadReport(
    IReadOnlyList<string> Loaded,
    IReadOnlyList<string> Resized,
    IReadOnlyList<string> Ignored,
    IReadOnlyList<string> Missing,
    IReadOnlyList<string> Unexpected);
