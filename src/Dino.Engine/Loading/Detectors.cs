using Dino.Checkpoints;
using Dino.Core;
using Dino.Model;
using Dino.Model.Configuration;
using Dino.Ops;
using Dino.Torch.Memory;
using TorchSharp;

namespace Dino.Engine.Loading;

/// <summary>Builds detectors with or without stored weights.</summary>
public static class Detectors
{
    /// <summary>On the command line, in place of a weights file: random weights.</summary>
    public const string NoWeights = "none";

    /// <summary>The model a weights file holds: the configuration in its metadata, else <paramref name="fallback"/>.</summary>
    /// <param name="weights">A file; null for random weights drawn from <paramref name="seed"/>.</param>
    /// <param name="op">Deformable attention, a name of <see cref="MsDeformAttnOps"/>.</param>
    /// <returns>In evaluation mode on <paramref name="device"/>; the caller disposes it.</returns>
    /// <exception cref="BadInputException">The file is no checkpoint or does not fit the model.</exception>
    public static DinoDetector Load(string? weights, DinoConfig fallback, torch.Device device, long seed, string op = MsDeformAttnOps.Default)
    {
        using var pause = FinalizerPause.Begin();
        using var checkpoint = weights is null ? null : Checkpoint.Open(weights);
        var config = checkpoint is not null && checkpoint.Metadata.TryGetValue(TrainingTensors.ConfigKey, out var json)
            ? DinoConfig.FromJson(json, $"{weights}: metadata '{TrainingTensors.ConfigKey}'")
            : fallback;
        var model = Create(config, device, seed, op);
        if (checkpoint is not null)
        {
            StateDictLoader.Load(model.StateDict(), checkpoint, new LoadOptions { FinetuneIgnore = TrainingTensors.Prefixes });
        }

        return model;
    }

    /// <inheritdoc cref="Load"/>
    /// <exception cref="BadInputException">The op does not run on <paramref name="device"/>.</exception>
    public static DinoDetector Create(DinoConfig config, torch.Device device, long seed, string op = MsDeformAttnOps.Default)
    {
        MsDeformAttnOps.Require(op, device.type);
        var model = new DinoDetector(config, MsDeformAttnOps.Select(op), seed);
        model.to(device);
        model.eval();
        return model;
    }
}
