using Dino.Core;

namespace Dino.Checkpoints.Pickle;

/// <summary>What a pickle machine asks its surroundings: the few calls a checkpoint may make, and its storages.</summary>
internal interface IPickleHost
{
    /// <summary>The data that stands for calling <paramref name="callable"/>; throws <see cref="BadInputException"/> when it is not on the list of allowed ones.</summary>
    object? Call(PickleGlobal callable, IReadOnlyList<object?> arguments);

    /// <summary>What a persistent id stands for.</summary>
    object? Load(object? persistentId);
}
