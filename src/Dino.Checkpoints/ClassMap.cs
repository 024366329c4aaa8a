namespace Dino.Checkpoints;

/// <summary>Which class of a checkpoint each class of a new model continues. A label is the index of a logit: the COCO category id in the reference's 91-class numbering.</summary>
public sealed record ClassMap
{
    /// <param name="sourceOf">From new label to the checkpoint's label.</param>
    /// <param name="absent">New labels that no annotation uses (0 where category ids start at 1). Their logits start so low that they never take a place in the top
    /// queries or detections; with that, the new model before its first step is the old one restricted to the mapped classes.</param>
    /// <exception cref="ArgumentException">A negative label, a label both mapped and absent, or no mapped label at all.</exception>
    public ClassMap(IReadOnlyDictionary<int, int> sourceOf, IEnumerable<int>? absent = null)
    {
        SourceOf = sourceOf;
        Absent = (absent ?? []).ToHashSet();
        if (sourceOf.Count == 0 || sourceOf.Any(pair => pair.Key < 0 || pair.Value < 0 || Absent.Contains(pair.Key)) || Absent.Any(label => label < 0))
        {
            throw new ArgumentException("a class map needs a mapped label; labels are not negative and either mapped or absent");
        }
    }

    /// <summary>From new label to the checkpoint's label. A new label that is neither here nor in <see cref="Absent"/> keeps the new model's initial values.</summary>
    public IReadOnlyDictionary<int, int> SourceOf { get; }

    public IReadOnlySet<int> Absent { get; }

    /// <summary>A one-class profile: <paramref name="label"/> continues <paramref name="sourceLabel"/>, every other of the <paramref name="classes"/> new labels is absent.</summary>
    public static ClassMap OneClass(int sourceLabel, int label, int classes)
        => new(new Dictionary<int, int> { [label] = sourceLabel }, Enumerable.Range(0, classes).Where(other => other != label));
}
