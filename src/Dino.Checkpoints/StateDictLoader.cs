using Dino.Checkpoints.Families;
using Dino.Core;
using static TorchSharp.torch;

namespace Dino.Checkpoints;

/// <summary>Copies a checkpoint's values into a model's tensors.</summary>
public static class StateDictLoader
{
    /// <summary>Checks every name, shape and value first and only then writes, so that a model is never half loaded. Values are
    /// converted to the model's type and device.</summary>
    /// <param name="stateDict">The model's tensors by name, aliases included; they are overwritten in place.</param>
    /// <exception cref="BadInputException">The file is not as it was written; a value is NaN or infinite; it is of another
    /// family or was trained with settings the model lacks; a shape differs (beyond what <see cref="LoadOptions.ClassMap"/>
    /// allows); names differ and <see cref="LoadOptions.Strict"/> is set; or names that share one tensor in the model have
    /// different tensors in the file.</exception>
    public static LoadReport Load(IReadOnlyList<KeyValuePair<string, Tensor>> stateDict, Checkpoint checkpoint, LoadOptions options)
    {
        RequireThisModelsMeaning(checkpoint);
        checkpoint.RequireChecksum();
        var ignored = checkpoint.Tensors.Select(tensor => tensor.Name).Where(name => IsIgnored(name, options)).ToList();
        var names = stateDict.Select(pair => pair.Key).ToHashSet();
        var unexpected = checkpoint.Tensors.Select(tensor => tensor.Name).Where(name => !names.Contains(name) && !IsIgnored(name, options)).ToList();
        var (loaded, resized, missing) = (new List<string>(), new List<string>(), new List<string>());
        var copies = new Dictionary<nint, (Tensor Target, CheckpointTensor Source)>();
        foreach (var (name, target) in stateDict.Where(pair => !IsIgnored(pair.Key, options)))
        {
            if (checkpoint.Find(name) is not { } source)
            {
                missing.Add(name);
                continue;
            }

            var surgery = options.ClassMap is not null && ClassSurgery.AppliesTo(name);
            if (surgery)
            {
                ClassSurgery.Require(checkpoint, source, target, options.ClassMap!);
            }
            else
            {
                RequireSameShape(checkpoint, source, target);
            }

            if (!copies.TryAdd(target.Handle, (target, source)))
            {
                SharedTensor.RequireEqual(checkpoint, copies[target.Handle].Source, source);
            }

            (surgery ? resized : loaded).Add(name);
        }

        if (options.Strict && (missing.Count > 0 || unexpected.Count > 0))
        {
            throw new BadInputException($"{checkpoint.FilePath}: does not fit the model: {Describe(missing)} missing, {Describe(unexpected)} unexpected");
        }

        if (!options.AllowsNonFinite)
        {
            foreach (var (_, source) in copies.Values)
            {
                FiniteValues.Require(checkpoint, source);
            }
        }

        foreach (var (target, source) in copies.Values)
        {
            if (options.ClassMap is { } map && ClassSurgery.AppliesTo(source.Name))
            {
                ClassSurgery.Apply(source, target, map);
            }
            else
            {
                source.Stored.CopyTo(target);
            }
        }

        return new LoadReport(loaded, resized, ignored, missing, unexpected);
    }

    /// <summary>Names of another family fit nowhere, and settings that the model does not have would change what it computes.</summary>
    private static void RequireThisModelsMeaning(Checkpoint checkpoint)
    {
        if (FamilyRecognition.Recognise(checkpoint) is var family and not (CheckpointFamily.Official or CheckpointFamily.Unknown))
        {
            throw new BadInputException($"{checkpoint.FilePath}: has the names of {family}; translate it with 'dino weights convert'");
        }

        if (ModelSettings.Of(checkpoint)?.NotRepresentable() is [var reason, ..])
        {
            throw new BadInputException($"{checkpoint.FilePath}: {reason}");
        }
    }

    private static bool IsIgnored(string name, LoadOptions options)
        => options.FinetuneIgnore.Any(part => name.Contains(part, StringComparison.Ordinal));

    private static void RequireSameShape(Checkpoint checkpoint, CheckpointTensor source, Tensor target)
    {
        if (!target.shape.AsSpan().SequenceEqual(source.Shape))
        {
            throw new BadInputException($"{checkpoint.FilePath}: tensor '{source.Name}' has shape [{string.Join(", ", source.Shape)}]; the model expects [{string.Join(", ", target.shape)}]");
        }
    }

    private static string Describe(List<string> names) => names.Count switch
    {
        0 => "none",
        <= 3 => string.Join(", ", names),
        _ => $"{string.Join(", ", names.Take(3))} and {names.Count - 3} more",
    };
}
