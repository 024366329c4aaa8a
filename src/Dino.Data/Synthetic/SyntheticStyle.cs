namespace Dino.Data.Synthetic;

/// <summary>Which of the two deliberately different worlds is drawn.</summary>
public enum SyntheticStyle
{
    /// <summary>City streets in any light and weather, people from tiny to frame-filling and often hidden; only pedestrians are annotated.</summary>
    Experiment,

    /// <summary>Suburbs and streets by day, fewer and less hidden people, six annotated categories.</summary>
    Pretraining,
}
