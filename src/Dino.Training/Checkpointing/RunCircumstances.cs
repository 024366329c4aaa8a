using Dino.Core;
using Dino.Data.Coco;
using TorchSharp;

namespace Dino.Training.Checkpointing;

/// <summary>What a run's numbers depend on beside model, recipe and starting weights.</summary>
/// <param name="TrainSha256">Of the annotation file.</param>
/// <param name="ValidationSha256">Of the annotation file.</param>
/// <param name="Device">cpu or cuda.</param>
/// <param name="Threads">Of libtorch's operations: another number adds in another order.</param>
public sealed record RunCircumstances(string TrainSha256, string ValidationSha256, string Device, int Threads)
{
    public static RunCircumstances Of(CocoSource train, CocoSource validation, torch.Device device)
        => new(FileHash.Sha256(train.AnnotationFile), FileHash.Sha256(validation.AnnotationFile), device.type.ToString().ToLowerInvariant(), torch.get_num_threads());

    /// <summary>Refuses to go on with other data.</summary>
    /// <returns>Why the numbers will not be those of an uninterrupted run; null if they will.</returns>
    /// <exception cref="BadInputException">An annotation file has changed since the run began.</exception>
    public string? Continue(RunCircumstances now, string source)
    {
        if (TrainSha256 != now.TrainSha256 || ValidationSha256 != now.ValidationSha256)
        {
            throw new BadInputException($"{source}: the {(TrainSha256 != now.TrainSha256 ? "training" : "validation")} annotations are not those the run began with; start a new run in another folder");
        }

        return (Device, Threads) == (now.Device, now.Threads)
            ? null
            : $"the run began on {Device} with {Threads} threads and goes on on {now.Device} with {now.Threads}: the results will not be bit for bit those of an uninterrupted run";
    }
}
