using Dino.Data.Coco;
using Dino.Data.Synthetic;
using Dino.Data.Transforms;
using Dino.Engine.Evaluating;
using Dino.Model;
using Dino.Model.Configuration;
using Dino.Ops;
using Dino.Training.Loop;
using Dino.Training.Recipe;
using static TorchSharp.torch;

namespace Dino.Training.Tests;

/// <summary>A model and six pictures that train in a fraction of a second, and a clock that stands still, so that whole files can be compared.</summary>
public sealed class TinyTraining : IDisposable
{
    public static readonly DinoConfig Config = DinoConfig.FourScaleR50 with
    {
        NumClasses = 2,
        DnLabelbookSize = 2,
        Backbone = "resnet",
        BackboneBlocks = [1, 1, 1, 1],
        BackboneBaseWidth = 4,
        HiddenDim = 32,
        DimFeedforward = 48,
        Nheads = 4,
        EncLayers = 1,
        DecLayers = 2,
        NumQueries = 10,
        NumSelect = 10,
        DnNumber = 4,
    };

    public static readonly TrainingRecipe Recipe = new()
    {
        Lr = 1e-3,
        LrBackbone = 1e-3,
        Epochs = 2,
        LrDrop = 1,
        BatchSize = 2,
        Seed = 5,
        DataAugScales = [64, 80],
        DataAugMaxSize = 120,
        DataAugScales2Resize = [70],
        DataAugScales2Crop = [48, 64],
    };

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("dino-training-");

    public TinyTraining()
    {
        SyntheticDataset.Write(Folder("data"), new SyntheticOptions(Seed: 3, Images: 6, SyntheticStyle.Experiment, Width: 96, Height: 64));
        Data = CocoSource.Locate(Folder("data")).Whole!;
    }

    public CocoSource Data { get; }

    public static DinoDetector Model() => new(Config, MsDeformAttnOps.Select("auto"), seed: 4);

    public string Folder(string name) => Path.Combine(_root.FullName, name);

    /// <summary>The pictures as evaluation loads them.</summary>
    public DetectionSample[] Samples()
    {
        var dataset = CocoDataset.Load(Data.AnnotationFile);
        var pipeline = new EvaluationPipeline(new EvaluationSize(64, 120));
        var annotations = dataset.AnnotationsByImage();
        return [.. dataset.Images.Select(image => pipeline.Load(Data, image, [.. annotations[image.Id]]))];
    }

    /// <summary>Trains a new model in a folder, on the same pictures that it is evaluated on.</summary>
    /// <param name="after">Cancels after so many steps of this call.</param>
    public TrainingResult Run(TrainingRecipe recipe, string folder, bool resume = false, int after = int.MaxValue, Action<DinoDetector>? change = null)
    {
        using var scope = NewDisposeScope();
        using var model = Model();
        change?.Invoke(model);
        using var stop = new CancellationTokenSource();
        using var trainer = new Trainer(model, recipe, Data, Data, Folder(folder), CPU, new Stopper(after, stop), new StoppedClock());
        return trainer.Run(resume, stop.Token);
    }

    public byte[] Bytes(string folder, string file) => File.ReadAllBytes(Path.Combine(Folder(folder), file));

    public void Dispose() => _root.Delete(recursive: true);

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;

        public override long GetTimestamp() => 0;
    }

    private sealed class Stopper(int after, CancellationTokenSource stop) : ITrainingObserver
    {
        private int _steps;

        public void OnNotice(string text)
        {
        }

        public void OnIteration(IterationProgress progress)
        {
            if (++_steps == after)
            {
                stop.Cancel();
            }
        }

        public void OnEvaluation(EvaluationProgress progress)
        {
        }

        public void OnEpoch(EpochSummary summary)
        {
        }
    }
}
