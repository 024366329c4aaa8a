using Dino.Data.Batching;
using Dino.Data.Coco;
using Dino.Data.Transforms;
using Dino.Model;
using Dino.Storage;
using Dino.Training.Checkpointing;
using Dino.Training.Logs;
using Dino.Training.Optimization;
using Dino.Training.Recipe;
using Dino.Training.Validation;
using TorchSharp;

namespace Dino.Training.Loop;

/// <summary>Trains a model and evaluates it after every epoch (reference: main.py, engine.py). What comes out depends on model, data, recipe and thread count alone, whether or not the
/// run was interrupted.</summary>
public sealed class Trainer : IDisposable
{
    private readonly DinoDetector _model;
    private readonly TrainingRecipe _recipe;
    private readonly RunFiles _files;
    private readonly ITrainingObserver _observer;
    private readonly TimeProvider _time;
    private readonly TrainingOptimizer _optimizer;
    private readonly TrainingStep _step;
    private readonly ModelEvaluation _evaluation;
    private readonly SampleLoader _loader;
    private readonly TrainingPipeline _pipeline;

    /// <param name="model">On <paramref name="device"/>, with the weights to start from; stays the caller's.</param>
    /// <param name="folder">Of the run; made if absent.</param>
    /// <exception cref="InvalidDataException">Data or recipe do not allow a run; the message says which and why.</exception>
    public Trainer(
        DinoDetector model, TrainingRecipe recipe, CocoSource train, CocoSource validation, string folder, torch.Device device, ITrainingObserver observer, TimeProvider time)
    {
        TrainingRecipeCheck.Require(recipe, "recipe");
        (_model, _recipe, _files, _observer, _time) = (model, recipe, new RunFiles(folder), observer, time);
        var dataset = CocoDataset.Load(train.AnnotationFile);
        if (dataset.Images.Count < recipe.BatchSize)
        {
            throw new InvalidDataException($"{train.AnnotationFile}: {dataset.Images.Count} images; batch_size {recipe.BatchSize} needs at least as many");
        }

        _loader = new SampleLoader(train, dataset, new LoaderOptions { Prefetch = 2 * recipe.BatchSize, RecyclePixels = true });
        _pipeline = new TrainingPipeline(recipe.Augmentation);
        _evaluation = new ModelEvaluation(validation, recipe.EvaluationSize, device);
        _optimizer = new TrainingOptimizer(model.TrainableParameters(), recipe);
        _step = new TrainingStep(model, _optimizer, device, recipe.Seed);
    }

    /// <summary>Steps an epoch has; an incomplete last batch is dropped as in the reference.</summary>
    public int Iterations => _loader.TrainingBatches(_recipe.BatchSize);

    /// <summary>Trains to the last epoch, or until <paramref name="interrupt"/>: then the step under way ends, the state is saved, and the result says so.</summary>
    /// <param name="resume">Go on from the folder's checkpoint. A checkpoint without resume, or resume without one, is an error: nothing is overwritten or silently picked up.</param>
    /// <exception cref="InvalidDataException">The folder is in use, or its checkpoint does not fit; or the loss is not finite.</exception>
    public TrainingResult Run(bool resume, CancellationToken interrupt)
    {
        using var held = new RunLock(_files.Folder);
        var state = Begin(resume);
        var board = new TensorBoardLog(_files.Folder);
        var pace = new Pace(_time);
        while (state.Epoch < _recipe.Epochs)
        {
            var started = _time.GetTimestamp();
            state = TrainEpoch(state, pace, interrupt);
            var evaluation = interrupt.IsCancellationRequested ? null : Evaluate(interrupt);
            state = state with { EpochSeconds = state.EpochSeconds + _time.GetElapsedTime(started).TotalSeconds };
            if (evaluation is null)
            {
                TrainingCheckpoint.Save(_files.Checkpoint, _model, _optimizer, _recipe, state);
                return new(Completed: false, state.Epoch, state.BestAp, state.BestEpoch);
            }

            state = FinishEpoch(state, evaluation, board);
        }

        return new(Completed: true, state.Epoch, state.BestAp, state.BestEpoch);
    }

    public void Dispose() => _optimizer.Dispose();

    private RunState Begin(bool resume)
    {
        if (resume)
        {
            if (!File.Exists(_files.Checkpoint))
            {
                throw new InvalidDataException($"{_files.Checkpoint}: no checkpoint to resume from; start without --resume");
            }

            var state = TrainingCheckpoint.Load(_files.Checkpoint, _model, _optimizer, _recipe);
            WriteLog(state);
            return state;
        }

        return _files.Leftover is { } file
            ? throw new InvalidDataException($"{file}: left by an earlier run; go on with --resume, or choose another folder")
            : new RunState();
    }

    private RunState TrainEpoch(RunState state, Pace pace, CancellationToken interrupt)
    {
        _model.train();
        _optimizer.BeginEpoch(state.Epoch);
        var (losses, iteration) = (new LossAverages(state.Losses), state.Iteration);
        foreach (var samples in _loader.Training(_pipeline, _recipe.BatchSize, _recipe.Seed, state.Epoch).Skip(iteration))
        {
            if (interrupt.IsCancellationRequested)
            {
                break;
            }

            var (values, norm) = _step.Run(samples, state.Epoch, iteration);
            losses.Add(values.LogEntries);
            iteration++;
            var left = pace.Left(((_recipe.Epochs - state.Epoch) * Iterations) - iteration);
            _observer.OnIteration(new(state.Epoch, _recipe.Epochs, iteration, Iterations, values.Total, norm, _optimizer.LearningRate, left));
        }

        return state with { Iteration = iteration, Losses = losses.Totals };
    }

    private ModelEvaluationResult? Evaluate(CancellationToken interrupt)
    {
        try
        {
            return _evaluation.Run(_model, _observer.OnEvaluation, interrupt);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private RunState FinishEpoch(RunState state, ModelEvaluationResult evaluation, TensorBoardLog board)
    {
        var isBest = evaluation.Ap > state.BestAp;
        var (bestAp, bestEpoch) = isBest ? (evaluation.Ap, state.Epoch) : (state.BestAp, state.BestEpoch);
        var losses = new LossAverages(state.Losses);
        var line = EpochLog.Line(new(state.Epoch, _optimizer.LearningRate, losses.Means, evaluation, bestAp, bestEpoch, _optimizer.Elements, _time.GetLocalNow(), TimeSpan.FromSeconds(state.EpochSeconds)));
        var next = new RunState { Epoch = state.Epoch + 1, BestAp = bestAp, BestEpoch = bestEpoch, Log = [.. state.Log, line] };
        if (isBest)
        {
            TrainingCheckpoint.SaveWeights(_files.Best, _model, state.Epoch, evaluation.Ap);
        }

        if (_recipe.SaveCheckpointInterval > 0 && next.Epoch % _recipe.SaveCheckpointInterval == 0)
        {
            TrainingCheckpoint.Save(_files.OfEpoch(state.Epoch), _model, _optimizer, _recipe, next);
        }

        // From here on the epoch counts: what a crash leaves undone below is done again from the checkpoint, what was done above is repeated with the same outcome.
        TrainingCheckpoint.Save(_files.Checkpoint, _model, _optimizer, _recipe, next);
        WriteLog(next);
        board.Write(line);
        _observer.OnEpoch(new(state.Epoch, _recipe.Epochs, losses.Mean("loss"), evaluation, isBest, bestAp, bestEpoch));
        return next;
    }

    private void WriteLog(RunState state) => AtomicFile.WriteText(_files.Log, string.Concat(state.Log.Select(line => line + "\n")));
}
