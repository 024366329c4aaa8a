using Dino.Checkpoints.Content;

namespace Dino.Checkpoints;

/// <summary>What <c>torch.optim.AdamW.state_dict()</c> holds.</summary>
/// <param name="Groups">Between them they number the parameters 0, 1, ... in order.</param>
/// <param name="Moments">By parameter number; a parameter that never had a gradient has none.</param>
public sealed record AdamWState(IReadOnlyList<AdamWGroup> Groups, IReadOnlyDictionary<int, AdamWMoments> Moments)
{
    internal ContentDictionary ToContent()
    {
        var state = new ContentDictionary();
        foreach (var (number, moments) in Moments.OrderBy(pair => pair.Key))
        {
            // An int as torch 1.9 wrote it (the reference's version); newer ones turn it into a tensor when they load.
            state.Set((long)number, new ContentDictionary().Set("step", moments.Step).Set("exp_avg", moments.ExpAvg).Set("exp_avg_sq", moments.ExpAvgSq));
        }

        return new ContentDictionary().Set("state", state).Set("param_groups", new ContentList(ContentKind.List, Groups.Select(Group)));
    }

    private static ContentDictionary Group(AdamWGroup group) => new ContentDictionary()
        .Set("lr", group.Lr)
        .Set("betas", new ContentList(ContentKind.Tuple, [group.Beta1, group.Beta2]))
        .Set("eps", group.Eps)
        .Set("weight_decay", group.WeightDecay)
        .Set("amsgrad", false)
        .Set("foreach", null)
        .Set("maximize", false)
        .Set("capturable", false)
        .Set("differentiable", false)
        .Set("fused", null)
        .Set("initial_lr", group.InitialLr)
        .Set("params", new ContentList(ContentKind.List, group.Parameters.Select(number => (object?)(long)number)));
}
