using Dino.Core;
using Dino.Data.Batching;
using Dino.Data.Coco;
using Dino.Data.Transforms;
using Dino.Engine.Evaluating;
using Dino.Model;
using Dino.Torch.Memory;
using Dino.Training.Checkpointing;
using Dino.Training.Logs;
using Dino.Training.Optimization;
using Dino.Training.Recipe;
using TorchSharp;

namespace Dino.Training.Loop;

/// <summary>Trains a model and evaluates it after every epoch (reference: main.py, engine.py). What comes out depends on model, data, recipe and thread count alone, whether or not the
/// run was interrupted.</summary>
public sealed class Trainer : IDisposable
{
    private readonly TrainingRecipe _recipe;
    private readonly RunFiles _files;
    private readonly ITrainingObserver _observer;
    private readonly TimeProvider _time;
    private readonly TrainedParts _parts;
    private readonly CheckpointFolder _checkpoints;
    private readonly TrainingStep _step;
    private readonly ModelEvaluation _evaluation;
    private readonly SampleLoader _loader;
    private readonly TrainingPipeline _pipeline;
    private long _lastSave;

    /// <param name="model">On <paramref name="device"/>, with the weights to start from; stays the caller's. The recipe's freeze takes effect on it.</param>
    /// <param name="folder">Of the run; made if absent.</param>
    /// <exception cref="BadInputException">Data or recipe do not allow a run; the message says which and why.</exception>
    public Trainer(
        DinoDetector model, TrainingRecipe recipe, CocoSource train, CocoSource validation, string folder, torch.Device device, ITrainingObserver observer, TimeProvider time)
    {
        TrainingRecipeCheck.Require(recipe, "recipe");
        (_recipe, _files, _observer, _time) = (recipe, new RunFiles(folder), observer, time);
        var dataset = CocoDataset.Load(train.AnnotationFile);
        if (dataset.Images.Count < recipe.BatchSize * recipe.GradientAccumulation)
        {
            throw new BadInputException(
                $"{train.AnnotationFile}: {dataset.Images.Count} images; batch_size {recipe.BatchSize} times gradient_accumulation {recipe.GradientAccumulation} needs at least as many");
        }

        _loader = new SampleLoader(train, dataset, new LoaderOptions { Prefetch = 2 * recipe.BatchSize, RecyclePixels = true });
        _pipeline = new TrainingPipeline(recipe.Augmentation);
        _evaluation = new ModelEvaluation(validation, recipe.EvaluationSize, device);
        ParameterFreezing.Apply(model, recipe.Freeze);
        _parts = new TrainedParts(model, new TrainingOptimizer(model.TrainableParameters(), recipe), recipe.UseEma ? new WeightAverage(model, recipe.EmaDecay) : null);
        _checkpoints = new CheckpointFolder(_files, _parts, recipe, RunCircumstances.Of(train, validation, device));
        _step = new TrainingStep(_parts, _files, device, recipe);
    }

    /// <summary>Steps an epoch has; an incomplete last one is dropped, as the reference drops an incomplete last batch.</summary>
    public int Iterations => _loader.TrainingBatches(_recipe.BatchSize) / _recipe.GradientAccumulation;

    /// <summary>Trains to the end, or until <paramref name="interrupt"/>: then the step under way ends, the state is saved, and the result says so.</summary>
    /// <param name="resume">Go on from the folder's checkpoint. Files of an earlier run without it are an error: nothing is overwritten or silently picked up.</param>
    /// <exception cref="BadInputException">The folder is in use, or its checkpoint does not fit; or a loss or gradient is not finite.</exception>
    /// <exception cref="IOException">A file could not be written; the last checkpoint is intact.</exception>
    public TrainingResult Run(bool resume, CancellationToken interrupt)
    {
        using var held = new FolderLock(_files.Folder);
        using var pool = TensorPool.Begin();
        var state = _checkpoints.Begin(resume, _observer.OnNotice);
        state.RequirePossible(_files.Checkpoint, Iterations);
        _step.LossScale = state.LossScale ?? _step.LossScale;
        var board = new TensorBoardLog(_files.Folder, state.Log);
        var pace = new Pace(_time);
        _lastSave = _time.GetTimestamp();
        while (!state.IsFinished(_recipe))
        {
            var clock = new EpochClock(_time, state.EpochSeconds);
            state = TrainEpoch(state, clock, pace, interrupt);
            if (interrupt.IsCancellationRequested || Evaluate(interrupt) is not { } evaluations)
            {
                _checkpoints.SaveLast(state with { EpochSeconds = clock.Seconds });
                return Result(completed: false, state);
            }

            state = FinishEpoch(state with { EpochSeconds = clock.Seconds }, evaluations.Weights, evaluations.Average, board);
        }

        return Result(completed: true, state);
    }

    public void Dispose() => _parts.Dispose();

    private TrainingResult Result(bool completed, RunState state)
        => new(completed, state.Epoch, state.Iteration, state.Best, state.BestEma, state.LastAp, _loader.Waited);

    private RunState TrainEpoch(RunState state, EpochClock clock, Pace pace, CancellationToken interrupt)
    {
        _parts.Model.train();
        _parts.Optimizer.BeginEpoch(state.Epoch);
        var (losses, iteration, part) = (new LossAverages(state.Losses), state.Iteration, 0);
        var batch = iteration * _recipe.GradientAccumulation;
        var batches = _loader.Training(_pipeline, _recipe.BatchSize, _recipe.Seed, state.Epoch, firstBatch: batch);
        foreach (var samples in batches.Take((Iterations - iteration) * _recipe.GradientAccumulation))
        {
            if (part == 0 && interrupt.IsCancellationRequested)
            {
                break;
            }

            var values = _step.Accumulate(samples, state.Epoch, batch++);
            losses.Add(values.LogEntries);
            if (++part < _recipe.GradientAccumulation)
            {
                continue;
            }

            part = 0;
            SetCycleRates(state.Epoch, iteration, losses);
            var norm = _step.Update(samples, state.Epoch, batch - 1, averages: state.Epoch >= _recipe.EmaEpoch);
            if (!double.IsFinite(norm))
            {
                _observer.OnNotice(FormattableString.Invariant($"epoch {state.Epoch + 1} step {iteration}: gradients beyond {_recipe.Dtype}, step skipped; loss scale now {_step.LossScale!.Factor}"));
            }

            iteration++;
            var left = pace.Left(((_recipe.Epochs - state.Epoch) * Iterations) - iteration);
            _observer.OnIteration(new(state.Epoch, _recipe.Epochs, iteration, Iterations, values.Total, norm, _parts.Optimizer.LearningRate, left));
            SaveWhenDue(After(iteration) with { EpochSeconds = clock.Seconds });
        }

        return After(iteration);

        RunState After(int steps) => state with { Iteration = steps, Losses = losses.Totals, LossScale = _step.LossScale };
    }

    /// <summary>The reference logs the mean of a rate that changes inside an epoch.</summary>
    private void SetCycleRates(int epoch, int iteration, LossAverages averages)
    {
        if (_recipe.OneCycleLr)
        {
            _parts.Optimizer.BeginCycleStep((epoch * Iterations) + iteration, _recipe.Epochs * Iterations);
            averages.Add([KeyValuePair.Create(EpochLog.LearningRate, _parts.Optimizer.LearningRate)]);
        }
    }

    /// <summary>Not after the last step of an epoch, whose evaluation is about to be saved with it.</summary>
    private void SaveWhenDue(RunState state)
    {
        if (state.Iteration < Iterations && _time.GetElapsedTime(_lastSave).TotalMinutes >= _recipe.SaveCheckpointMinutes)
        {
            _checkpoints.SaveLast(state);
            _lastSave = _time.GetTimestamp();
        }
    }

    private (ModelEvaluationResult Weights, ModelEvaluationResult? Average)? Evaluate(CancellationToken interrupt)
    {
        try
        {
            var weights = _evaluation.Run(_parts.Model, _observer.OnEvaluation, interrupt);
            return (weights, WithAverage(() => _evaluation.Run(_parts.Model, _observer.OnEvaluation, interrupt)));
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Does something with the average in the model's place; nothing while there is no average.</summary>
    private T? WithAverage<T>(Func<T> work)
        where T : class
    {
        if (_parts.Average is not { HasBegun: true } average)
        {
            return null;
        }

        average.Swap();
        try
        {
            return work();
        }
        finally
        {
            average.Swap();
        }
    }

    private RunState FinishEpoch(RunState state, ModelEvaluationResult evaluation, ModelEvaluationResult? average, TensorBoardLog board)
    {
        var best = state.Best.With(evaluation.Ap, state.Epoch);
        var bestEma = average is null ? state.BestEma : state.BestEma.With(average.Ap, state.Epoch);
        var losses = new LossAverages(state.Losses);
        var line = EpochLog.Line(new(
            state.Epoch, _parts.Optimizer.LearningRate, losses.Means, evaluation, average, best, bestEma, _parts.Optimizer.Elements, _time.GetLocalNow(), TimeSpan.FromSeconds(state.EpochSeconds)));
        if (best != state.Best)
        {
            best = _checkpoints.SaveBest(_files.Best, best);
        }

        if (bestEma != state.BestEma)
        {
            bestEma = WithAverage(() => _checkpoints.SaveBest(_files.BestEma, bestEma))!;
        }

        // From here on the epoch counts: what a crash leaves undone below is done again from the checkpoint, what was done above is repeated with the same outcome.
        var next = new RunState { Epoch = state.Epoch + 1, Best = best, BestEma = bestEma, LossScale = state.LossScale, LastAp = evaluation.Ap, Log = [.. state.Log, line] };
        _checkpoints.SaveEpoch(next);
        _checkpoints.SaveLast(next);
        _lastSave = _time.GetTimestamp();
        board.Write(line);
        _observer.OnEpoch(new(state.Epoch, _recipe.Epochs, losses.Mean("loss"), evaluation, average, best != state.Best || bestEma != state.BestEma));
        return next;
    }
}
