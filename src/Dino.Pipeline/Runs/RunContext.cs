using Dino.Core;
using Dino.Engine;
using Dino.Model.Configuration;
using Dino.Ops;
using Dino.Pipeline.Code;
using Dino.Pipeline.Profiles;
using Dino.Pipeline.Terminal;
using Dino.Training.Recipe;

namespace Dino.Pipeline.Runs;

/// <summary>What every stage of a run shares.</summary>
/// <param name="Profile">Sizes, data, recipe, weights.</param>
/// <param name="Folder">Where results go.</param>
/// <param name="DataPath">The user's dataset; null for the profile's synthetic one.</param>
/// <param name="AnnotationsPath">The annotation file of <paramref name="DataPath"/> where its layout does not show it; else null.</param>
/// <param name="WeightsPath">The user's weights file, "none" for random weights; null for the profile's.</param>
/// <param name="Device">cpu or cuda.</param>
/// <param name="Epochs">Of fine-tuning; null for the recipe's.</param>
/// <param name="Seed">Of every random draw.</param>
public sealed record RunContext(
    Profile Profile,
    RunFolder Folder,
    string? DataPath,
    string? AnnotationsPath,
    string? WeightsPath,
    string Device,
    int? Epochs,
    long Seed,
    RunConsole Console)
{
    /// <summary>Deformable attention, a name of <see cref="MsDeformAttnOps"/>.</summary>
    public string Op { get; init; } = MsDeformAttnOps.Default;

    /// <summary>The options that the command line says, as typed, by name without dashes: what is needed to say it again.</summary>
    public IReadOnlyDictionary<string, string> Given { get; init; } = new Dictionary<string, string>();

    /// <summary>Which code makes the results.</summary>
    public CodeInventory Code { get; init; } = CodeInventory.Running;

    /// <summary>Read the user's images again instead of trusting size and time.</summary>
    public bool VerifyInputs { get; init; }

    /// <summary>Loads a detector with the run's device, op, seed and size of images; the caller disposes it.</summary>
    /// <param name="weights">Null for random weights.</param>
    /// <param name="model">Of a file without a configuration.</param>
    /// <exception cref="BadInputException">The file does not fit, or there is no such device.</exception>
    public Detector Load(string? weights, DinoConfig model)
        => Detector.Create(weights, model, Profile.Recipe.EvaluationSize, Device, Seed, Op);

    /// <summary>Where the command line names no data or weights, those that the run's own named are meant.</summary>
    public RunContext WithInputsOf(RunManifest run)
    {
        var options = run.Options ?? new Dictionary<string, string>();
        return this with
        {
            DataPath = DataPath ?? options.GetValueOrDefault("data"),
            AnnotationsPath = AnnotationsPath ?? options.GetValueOrDefault("annotations"),
            WeightsPath = WeightsPath ?? options.GetValueOrDefault("weights"),
        };
    }

    /// <summary>What training computes in (<see cref="ComputeTypes.Names"/>); null for the recipe's.</summary>
    public string? Dtype { get; init; }
}
