using Dino.Checkpoints;
using Dino.Core;
using Dino.Model;
using Dino.Model.Denoising;
using Dino.Ops;
using Dino.Torch.Memory;
using Dino.Training.Recipe;
using TorchSharp;

namespace Dino.Training.Diagnosis;

/// <summary>Repeats a step that training stopped at.</summary>
public static class StepReplay
{
    /// <param name="path">A file that <see cref="FailedBatch.Save"/> wrote.</param>
    /// <returns>What was saved, and the first bad tensor in words; null if all is finite this time.</returns>
    /// <exception cref="BadInputException">Not such a file.</exception>
    public static (FailedBatch Saved, string? Found) Run(string path, torch.Device device, IMsDeformAttnOp op)
    {
        using var pause = FinalizerPause.Begin();
        using var scope = torch.NewDisposeScope();
        using var checkpoint = Checkpoint.Open(path);
        var saved = FailedBatch.Read(checkpoint);
        using var model = new DinoDetector(saved.Config, op, seed: 0);
        model.to(device);
        model.train();
        FailedBatch.LoadWeights(checkpoint, model);
        using var batch = FailedBatch.LoadBatch(checkpoint, device);
        using var noise = new SeededDenoisingNoise(saved.NoiseSeed);
        return (saved, FirstBadTensor.Find(model, batch, noise, ComputeTypes.Of(saved.Dtype)));
    }
}
