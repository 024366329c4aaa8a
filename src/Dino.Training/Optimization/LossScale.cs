namespace Dino.Training.Optimization;

/// <summary>What the loss is multiplied by before the backward pass, so that small gradients do not become 0 in float16's five bits of exponent (Micikevicius et al., 1710.03740, Sec. 3.2).
/// Found by trying: halved when a gradient overflows, doubled after many steps without (torch.amp.GradScaler with its defaults). Powers of 2, so that scaling rounds nothing.</summary>
/// <param name="Factor">Of the next step.</param>
/// <param name="Steps">Without overflow since it last changed.</param>
public sealed record LossScale(double Factor, int Steps)
{
    /// <summary>Steps without overflow before the factor is doubled.</summary>
    public const int GrowthInterval = 2000;

    private const double Change = 2;

    /// <summary>Below this the gradients themselves do not fit float16, scaled or not.</summary>
    private const double Smallest = 1;

    public static LossScale Start { get; } = new(65536, 0);

    /// <summary>Whether no factor is left to try.</summary>
    public bool HasCollapsed => Factor < Smallest;

    public LossScale AfterStep() => Steps + 1 == GrowthInterval ? new(Factor * Change, 0) : this with { Steps = Steps + 1 };

    public LossScale AfterOverflow() => new(Factor / Change, 0);
}
