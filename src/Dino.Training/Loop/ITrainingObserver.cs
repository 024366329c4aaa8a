using Dino.Training.Validation;

namespace Dino.Training.Loop;

/// <summary>Sees a training run go on. Called on the training thread; return quickly.</summary>
public interface ITrainingObserver
{
    /// <summary>Something that a person should know and that does not stop the run.</summary>
    void OnNotice(string text);

    void OnIteration(IterationProgress progress);

    void OnEvaluation(EvaluationProgress progress);

    void OnEpoch(EpochSummary summary);
}
