using Dino.Core;
using Dino.Model;

namespace Dino.Training.Optimization;

/// <summary>Takes parameters out of training.</summary>
public static class ParameterFreezing
{
    /// <summary>Parameters whose name contains one of <paramref name="parts"/> get no gradient any more.</summary>
    /// <exception cref="BadInputException">A part is in no name, or nothing is left to train.</exception>
    public static void Apply(DinoDetector model, IReadOnlyList<string> parts)
    {
        var parameters = model.TrainableParameters();
        foreach (var part in parts)
        {
            var named = parameters.Where(parameter => parameter.Name.Contains(part, StringComparison.Ordinal)).ToList();
            if (named.Count == 0)
            {
                throw new BadInputException($"freeze: no trainable parameter has '{part}' in its name");
            }

            named.ForEach(parameter => parameter.Value.requires_grad = false);
        }

        if (model.TrainableParameters().Count == 0)
        {
            throw new BadInputException($"freeze: {string.Join(", ", parts)} leaves nothing to train");
        }
    }
}
