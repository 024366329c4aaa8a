using Dino.Model.Outputs;
using static TorchSharp.torch;

namespace Dino.Model.Matching;

/// <summary>Output sets of equal shape stacked into one computation. Its tensors belong to the caller's dispose scope.</summary>
/// <param name="Names">One a set, for messages: final, aux_0, ..., interm.</param>
/// <param name="Logits">[sets, batch, queries, classes].</param>
/// <param name="BoxesCxCyWh">[sets, batch, queries, 4].</param>
internal sealed record OutputSets(IReadOnlyList<string> Names, Tensor Logits, Tensor BoxesCxCyWh)
{
    public int Count => Names.Count;

    public int Batch => (int)Logits.shape[1];

    public int Queries => (int)Logits.shape[2];

    public int Classes => (int)Logits.shape[3];

    public static OutputSets Of(IReadOnlyList<(string Name, PredictionSet Set)> sets) => new(
        [.. sets.Select(set => set.Name)],
        stack(sets.Select(set => set.Set.Logits)),
        stack(sets.Select(set => set.Set.BoxesCxCyWh)));
}
