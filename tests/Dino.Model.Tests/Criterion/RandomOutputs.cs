using Dino.Model.Decoder;
using Dino.Model.Inputs;
using TorchSharp;

namespace Dino.Model.Tests.Criterion;

/// <summary>Small outputs and targets drawn from a seed, float64, requiring gradients. They belong to the caller's dispose scope.</summary>
internal sealed class RandomOutputs(int batch, int queries, int classes, int auxiliary, ulong seed = 7)
{
    private readonly torch.Generator _generator = new(seed, torch.CPU);

    public PredictionSet Set(int count) => new(
        (torch.randn([batch, count, classes], torch.float64, generator: _generator) * 2).requires_grad_(true),
        Boxes(batch, count).requires_grad_(true));

    public DinoOutput Output(DenoisingOutput? denoising = null) => new(Set(queries), Auxiliary(queries), Set(queries), Set(queries), denoising);

    public DenoisingOutput Denoising(int groups, int slotsPerHalf)
    {
        var padSize = 2 * groups * slotsPerHalf;
        return new DenoisingOutput(Set(padSize), Auxiliary(padSize), groups, padSize);
    }

    public IReadOnlyList<DetectionTarget> Targets(params int[] counts) => [.. counts.Select(count => new DetectionTarget(
        torch.randint(classes, [count], torch.int64, generator: _generator),
        Boxes(count)))];

    private PredictionSet[] Auxiliary(int count) => [.. Enumerable.Range(0, auxiliary).Select(_ => Set(count))];

    private torch.Tensor Boxes(params long[] leading)
    {
        var center = 0.2 + (0.6 * torch.rand([.. leading, 2], torch.float64, generator: _generator));
        var size = 0.05 + (0.35 * torch.rand([.. leading, 2], torch.float64, generator: _generator));
        return torch.cat([center, size], -1);
    }
}
