using Dino.Core;
using Dino.Engine.Loading;
using Dino.Model;
using Dino.Model.Denoising;
using Dino.Torch.Memory;
using Dino.Training.Optimization;
using TorchSharp;

namespace Dino.Training.Diagnosis;

/// <summary>Repeats a step that gave numbers that are not finite and looks where they begin: in what goes in, in a module's output (in the order of computation), or in a gradient.</summary>
internal static class FirstBadTensor
{
    /// <summary>Leaves gradients behind.</summary>
    /// <param name="model">In the mode of the step.</param>
    /// <param name="dtype">That the step computed in.</param>
    /// <returns>The tensor and its first bad element in words; null if everything is finite.</returns>
    public static string? Find(DinoDetector model, BatchTensors batch, IDenoisingNoise noise, torch.ScalarType dtype)
    {
        using var scope = torch.NewDisposeScope();
        foreach (var (name, value) in Inputs(model, batch))
        {
            if (Describe(name, value) is { } input)
            {
                return input;
            }
        }

        var found = default(string);
        var unwatch = Watch(model, (name, value) => found ??= Describe($"the output of {name}", value));
        try
        {
            new BatchGradients(model, dtype).Add(batch, noise, batches: 1);
        }
        catch (BadInputException problem)
        {
            return found ?? problem.Message;
        }
        finally
        {
            unwatch.ForEach(remove => remove());
        }

        return found ?? model.TrainableParameters()
            .Select(parameter => parameter.Value.grad is { } gradient ? Describe($"the gradient of {parameter.Name}", gradient) : null)
            .FirstOrDefault(description => description is not null);
    }

    private static IEnumerable<KeyValuePair<string, torch.Tensor>> Inputs(DinoDetector model, BatchTensors batch)
    {
        foreach (var (name, value) in model.StateDict().DistinctBy(entry => entry.Value.Handle))
        {
            yield return KeyValuePair.Create($"the parameter {name}", value);
        }

        yield return KeyValuePair.Create("the pixels", batch.Images.Pixels);
        for (var image = 0; image < batch.Targets.Count; image++)
        {
            yield return KeyValuePair.Create($"the target boxes of image {image}", batch.Targets[image].BoxesCxCyWh);
        }
    }

    /// <returns>What ends it.</returns>
    private static List<Action> Watch(DinoDetector model, Action<string, torch.Tensor> see)
    {
        var unwatch = new List<Action>();
        foreach (var (name, module) in model.named_modules())
        {
            if (module is torch.nn.Module<torch.Tensor, torch.Tensor> layer)
            {
                unwatch.Add(layer.register_forward_hook((_, _, output) =>
                {
                    see(name, output);
                    return output;
                }).remove);
            }
        }

        return unwatch;
    }

    private static string? Describe(string name, torch.Tensor value)
    {
        using var pause = FinalizerPause.Begin();
        using var scope = torch.NewDisposeScope();
        if (!value.is_floating_point())
        {
            return null;
        }

        var bad = value.detach().isfinite().logical_not_();
        var count = bad.sum().item<long>();
        if (count == 0)
        {
            return null;
        }

        var first = bad.nonzero()[0].cpu().data<long>().ToArray();
        var element = value.detach().flatten()[bad.flatten().nonzero()[0, 0].item<long>()].to(torch.float64).item<double>();
        return FormattableString.Invariant($"{name} [{string.Join(", ", value.shape)}]: element [{string.Join(", ", first)}] is {element}, {count} of {value.numel()} are not finite");
    }
}
