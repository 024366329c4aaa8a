using Dino.Core;
using Dino.Data.Coco;
using Dino.Data.Synthetic;
using Dino.Pipeline.Runs;

namespace Dino.Repro.Prediction;

/// <summary>Names of a model's labels.</summary>
internal sealed class ClassNames
{
    private readonly Dictionary<long, string> _names;

    private ClassNames(IEnumerable<CocoCategory> categories)
        => _names = categories.DistinctBy(category => category.Id).ToDictionary(category => (long)category.Id, category => category.Name);

    /// <summary>"category N" where the name is not known.</summary>
    public string this[long label] => _names.GetValueOrDefault(label, $"category {label}");

    /// <summary>From a COCO annotation file; without one, those of the profile's own weights.</summary>
    /// <exception cref="BadInputException">Not such a file.</exception>
    public static ClassNames Of(RunContext context, string? file) => new(
        file is not null ? CocoDataset.Load(file).Categories
        : context.WeightsPath is not null ? []
        : context.Profile.Weights.Shipped is not null ? SyntheticDataset.Categories(SyntheticStyle.Pretraining)
        : CocoCategories.All);
}
