using Dino.Checkpoints;
using Dino.Model;
using Dino.Training.Checkpointing;
using Dino.Training.Loop;
using Dino.Training.Recipe;

namespace Dino.Training.Tests.Checkpointing;

/// <summary>Runs that start from a trained model, so that their first epoch has an AP above 0 and with it best weights.</summary>
public sealed class WarmTraining : IDisposable
{
    private readonly TinyTraining _training = new();
    private readonly string _weights;

    public WarmTraining()
    {
        // AP is 0 in the first ten epochs and above 0 in all from the fifteenth on.
        _training.Run(TinyTraining.Recipe with { Epochs = 20, LrDrop = 20 }, "warm");
        _weights = new RunFiles(Folder("warm")).Checkpoint;
    }

    public void Dispose() => _training.Dispose();

    public string Folder(string name) => _training.Folder(name);

    public byte[] Bytes(string folder, string file) => _training.Bytes(folder, file);

    public TrainingResult Run(TrainingRecipe recipe, string folder, bool resume = false, int after = int.MaxValue)
        => _training.Run(recipe, folder, resume, after, Load);

    private void Load(DinoDetector model)
    {
        using var checkpoint = Checkpoint.Open(_weights);
        StateDictLoader.Load(model.StateDict(), checkpoint, new LoadOptions { Strict = false });
    }
}
