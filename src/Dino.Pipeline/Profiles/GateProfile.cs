namespace Dino.Pipeline.Profiles;

/// <summary>How much worse than its baseline a run may be. All drops are absolute, in the unit of the metric (0 to 1); the rest are shares.</summary>
/// <param name="MaxDropPretrained">By name of a COCO statistic: the same weights on the same images, where only rounding may differ.</param>
/// <param name="MaxDropFineTuned">The same after fine-tuning: rounding of another processor or thread count grows through the epochs into another
/// model, so that these limits hold the spread of honest repetitions.</param>
/// <param name="Confidence">Of all intervals.</param>
/// <param name="Resamples">Of the images.</param>
/// <param name="MaxLossIncreasePretrained">Relative, of every validation loss.</param>
/// <param name="MaxLossIncreaseFineTuned">Relative, of the weighted total only.</param>
/// <param name="MaxAttentionDistance">Between the attention of the same detection by the same weights: total variation of the sampling weights
/// (0 to 1), and the weighted mean distance of the sampling locations as a share of the image.</param>
/// <param name="MaxFigureDistance">Mean difference of the pixels (0 to 1) of pictures of the same detections.</param>
/// <param name="MaxKernelSlowdown">Relative loss of a kernel's speed-up over its reference in the same run.</param>
/// <param name="MaxStageSlowdown">A stage may take so many times the baseline's seconds on the same processor.</param>
/// <param name="MaxMemoryGrowth">A stage may need so many times the baseline's peak memory.</param>
public sealed record GateProfile(
    IReadOnlyDictionary<string, double> MaxDropPretrained,
    IReadOnlyDictionary<string, double> MaxDropFineTuned,
    double Confidence = 0.95,
    int Resamples = 2000,
    double MaxLossIncreasePretrained = 0.01,
    double MaxLossIncreaseFineTuned = 0.10,
    double MaxAttentionDistance = 0.01,
    double MaxFigureDistance = 0.02,
    double MaxKernelSlowdown = 0.10,
    double MaxStageSlowdown = 2.0,
    double MaxMemoryGrowth = 1.5);
