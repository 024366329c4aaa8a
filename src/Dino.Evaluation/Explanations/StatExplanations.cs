using System.Collections.Immutable;

namespace Dino.Evaluation;

/// <summary>Says in words why a number is -1 (nothing to measure) or 0 (nothing found), and what is probably wrong with the files.</summary>
public sealed class StatExplanations
{
    // Area range and detections for each of the twelve numbers.
    private static readonly int[] AreaOfStat = [0, 0, 0, 1, 2, 3, 0, 0, 0, 1, 2, 3];

    private readonly CocoGroundTruth _groundTruth;
    private readonly CocoDetections _detections;
    private readonly CocoEvaluationResult _result;
    private readonly EvaluationPlan _plan;

    private StatExplanations(CocoEvaluationResult result)
    {
        (_groundTruth, _detections, _result) = (result.GroundTruth, result.Detections, result);
        _plan = new EvaluationPlan(_groundTruth, _detections, result.Options);
    }

    /// <summary>One entry for each of the twelve numbers and each category's AP that is -1 or 0; none if all is well.</summary>
    public static IReadOnlyList<StatExplanation> Create(CocoEvaluationResult result)
    {
        if (result.Stats.All(value => value is not (-1 or 0)) && result.PerCategory.Values.All(row => row[0] is not (-1 or 0)))
        {
            return [];
        }

        var explanations = new StatExplanations(result);
        return [.. explanations.Stats(), .. explanations.Categories()];
    }

    private IEnumerable<StatExplanation> Stats()
    {
        for (var stat = 0; stat < _result.Stats.Count; stat++)
        {
            var value = _result.Stats[stat];
            var name = CocoStatistics.Names[stat];
            if (value == -1)
            {
                yield return new StatExplanation(name, value, NothingToMeasure(AreaOfStat[stat]));
            }
            else if (value == 0)
            {
                yield return new StatExplanation(name, value, NothingFound(stat));
            }
        }
    }

    private IEnumerable<StatExplanation> Categories()
    {
        if (!_plan.Options.UseCategories)
        {
            yield break;
        }

        for (var k = 0; k < _plan.CategoryIds.Length; k++)
        {
            var value = _result.PerCategory[_plan.CategoryIds[k]][0];
            var name = $"AP of {_result.CategoryNames[k]} ({_plan.CategoryIds[k]})";
            var objects = _plan.Objects.Items(k).Length;
            var detections = _plan.Detections.Items(k).Length;
            if (value == -1)
            {
                yield return new StatExplanation(name, value, objects == 0
                    ? $"no object of this category in the evaluated images; its {detections} detections do not count"
                    : $"all its {objects} objects are crowds, which are ignored");
            }
            else if (value == 0)
            {
                yield return new StatExplanation(name, value, detections == 0
                    ? $"{objects} objects, but no detection of this category"
                    : $"{objects} objects and {detections} detections, but no detection overlaps an object by 0.5 or more");
            }
        }
    }

    private string NothingToMeasure(int area)
    {
        var range = CocoParameters.AreaRanges[area];
        var counted = Enumerable.Range(0, _plan.CategoryIds.Length).SelectMany(k => _plan.Objects.Items(k).ToArray()).ToList();
        var regular = counted.FindAll(annotation => !_groundTruth.IsCrowd[annotation]);
        if (_plan.ImageIds.Length == 0)
        {
            return "the ground truth has no images";
        }

        if (counted.Count == 0)
        {
            return $"the evaluated images have no objects of the ground truth's categories ({_groundTruth.AnnotationIds.Length} annotations in the file)";
        }

        if (regular.Count == 0)
        {
            return $"all {counted.Count} objects are crowds, which are ignored";
        }

        var smallest = regular.Min(annotation => _groundTruth.Areas[annotation]);
        var largest = regular.Max(annotation => _groundTruth.Areas[annotation]);
        return $"none of the {regular.Count} objects has an area of {range.Min:0} to {range.Max:0} square pixels; their area fields run from {smallest:0.#} to {largest:0.#}";
    }

    private string NothingFound(int stat)
    {
        if (_detections.Count == 0)
        {
            return "there are no detections";
        }

        if (_plan.Detections.Count == 0)
        {
            return UnknownCategories();
        }

        // AP50 is 0: no detection overlaps anything.
        if (_result.Stats[1] == 0)
        {
            return BoxFormatGuess.Explain(_plan);
        }

        var range = CocoParameters.AreaRanges[AreaOfStat[stat]];
        return CocoStatistics.Names[stat] switch
        {
            "AP75" => "some detections overlap an object by 0.5, but none by 0.75 or more",
            "AR1" => "the best detection of an image and category is never right; lower ones are",
            _ => $"there are objects of {range.Min:0} to {range.Max:0} square pixels, but no detection overlaps one by 0.5 or more",
        };
    }

    private string UnknownCategories()
    {
        var inImages = _detections.ImageIds.Count(id => _plan.ImageIds.BinarySearch(id) >= 0);
        if (inImages == 0)
        {
            return $"none of the {_detections.Count} detections is on an evaluated image";
        }

        var used = _detections.CategoryIds.Distinct().Order().ToList();
        var shifted = used.TrueForAll(id => _groundTruth.CategoryIds.Contains(id + 1)) ? "; they look like labels counted from 0" : "";
        return $"no detection has a category of the ground truth: detections have {Some(used)}, the ground truth {Some(_groundTruth.CategoryIds)}{shifted}";
    }

    private static string Some(IReadOnlyCollection<long> ids)
    {
        const int Shown = 5;
        return string.Join(", ", ids.Take(Shown)) + (ids.Count > Shown ? ", ..." : "");
    }
}

/// <summary>Why a number is -1 or 0.</summary>
/// <param name="Name">As in <see cref="CocoStatistics.Names"/>, or "AP of" and a category.</param>
/// <param name="Value">-1 or 0.</param>
/// <param name="Text">One sentence.</param>
public sealed record StatExplanation(string Name, double Value, string Text);
