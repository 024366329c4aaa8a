using Dino.Core;
using Dino.Data.Coco;
using Dino.Pipeline.Runs;

namespace Dino.Pipeline.Stages;

/// <summary>Where the training and the validation images of a run are.</summary>
public sealed record ExperimentData(CocoSource Train, CocoSource Validation)
{
    /// <summary>The user's own split where they have one, else the one that the data stage makes.</summary>
    public static ExperimentData Of(RunContext context) => GivenSplit(context) ?? new ExperimentData(
        CocoSource.FromCocoDir(context.Folder.CocoDir, "train"), CocoSource.FromCocoDir(context.Folder.CocoDir, "val"));

    /// <summary>The split in the user's COCODIR; null when there is one set to divide.</summary>
    /// <exception cref="BadInputException">The COCODIR has only one of the two parts.</exception>
    public static ExperimentData? GivenSplit(RunContext context)
    {
        if (context.DataPath is null)
        {
            return null;
        }

        var layout = CocoSource.Locate(context.DataPath, context.AnnotationsPath);
        if (layout.Whole is not null)
        {
            return null;
        }

        return layout.IsSplit
            ? new ExperimentData(layout.Train!, layout.Validation!)
            : throw new BadInputException($"{context.DataPath}: has only the {(layout.Train is null ? "val" : "train")} part; expected both, or one set to divide");
    }
}
