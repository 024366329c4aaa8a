using static TorchSharp.torch;

namespace Dino.Model.Losses;

/// <summary>Sigmoid focal loss with gamma 2 (1708.02002, Eq. 5; reference: sigmoid_focal_loss in models/dino/utils.py). There is no
/// "no object" class: a query without a target is a negative for every class.</summary>
internal static class FocalLoss
{
    /// <summary>Loss of every logit x as a negative: (1 - alpha) p^2 log(1 + e^x).</summary>
    /// <returns>Same shape; the caller owns it.</returns>
    public static Tensor Negative(Tensor logits, double alpha) => Loss(logits, alpha - 1);

    /// <summary>Loss of every logit x as a positive: alpha (1 - p)^2 log(1 + e^-x).</summary>
    /// <returns>Same shape; the caller owns it.</returns>
    public static Tensor Positive(Tensor logits, double alpha)
    {
        using var scope = NewDisposeScope();
        return Loss(logits.neg(), -alpha).MoveToOuterDisposeScope();
    }

    /// <summary>factor * sigmoid(x)^2 * log(sigmoid(-x)); logsigmoid stays exact where p rounds to 0 or 1.</summary>
    private static Tensor Loss(Tensor x, double factor)
    {
        using var scope = NewDisposeScope();
        return (factor * x.sigmoid().square() * nn.functional.logsigmoid(x.neg())).MoveToOuterDisposeScope();
    }
}
