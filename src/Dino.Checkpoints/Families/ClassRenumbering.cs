using Dino.Core;
using static TorchSharp.torch;

namespace Dino.Checkpoints.Families;

/// <summary>Moves the class rows of a COCO model between <see cref="CocoNumbering"/>'s two numberings.</summary>
internal static class ClassRenumbering
{
    /// <param name="classes">91, 80, or null for no change.</param>
    public static void Apply(OfficialWeights weights, int? classes)
    {
        if (classes is null || classes == weights.Classes)
        {
            return;
        }

        if ((weights.Classes, classes) is not ((CocoNumbering.CategoryIds, CocoNumbering.Contiguous) or (CocoNumbering.Contiguous, CocoNumbering.CategoryIds)))
        {
            throw new BadInputException($"a model of {weights.Classes} classes cannot be renumbered to {classes}; expected COCO's 91 to 80 or 80 to 91");
        }

        var (from, to) = (weights.Classes, classes.Value);
        foreach (var name in weights.Tensors.Keys.Where(ClassSurgery.AppliesTo).ToList())
        {
            weights.Tensors[name] = Renumber(weights.Tensors[name], from, to, isHead: !ClassSurgery.IsLabelEmbedding(name));
        }

        weights.Note(to == CocoNumbering.Contiguous
            ? "classes: left out the 11 rows of category ids that COCO does not use; label k is now the k-th category"
            : "classes: label k is now category id k; the 11 ids that COCO does not use get a bias that keeps them out");
    }

    private static Tensor Renumber(Tensor rows, int from, int to, bool isHead)
    {
        var ids = tensor(CocoNumbering.Ids.Select(id => (long)id).ToArray());
        if (to == CocoNumbering.Contiguous)
        {
            // Rows behind the classes (the label embedding's last) stay behind them.
            return cat([rows.index_select(0, ids), rows.narrow(0, from, rows.shape[0] - from)]);
        }

        var shape = rows.shape;
        shape[0] += to - from;
        var result = full(shape, isHead && shape.Length == 1 ? ClassSurgery.AbsentBias : 0, dtype: rows.dtype);
        result.index_copy_(0, ids, rows.narrow(0, 0, from));
        if (rows.shape[0] > from)
        {
            result.narrow(0, to, rows.shape[0] - from).copy_(rows.narrow(0, from, rows.shape[0] - from));
        }

        return result;
    }
}
