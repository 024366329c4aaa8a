using Dino.Model.Denoising;
using static TorchSharp.torch;

namespace Dino.Repro.Verification;

/// <summary>Replays the draws stored in a fixture, in call order: <c>dn.rand0</c> to <c>dn.rand3</c>; draws that a noise of 0 leaves out are not stored.</summary>
internal sealed class RecordedNoise(TensorFixture fixture) : IDenoisingNoise
{
    private int _calls;

    public Tensor LabelFlip(long targets) => Next(targets);

    public Tensor NewLabels(long count, int numClasses) => Next(count);

    public Tensor Signs(long targets) => Next(targets, 4);

    public Tensor BoxNoise(long targets) => Next(targets, 4);

    private Tensor Next(params long[] shape)
    {
        var name = FormattableString.Invariant($"dn.rand{_calls++}");
        var draws = fixture.Read(name);
        return draws.shape.AsSpan().SequenceEqual(shape)
            ? draws
            : throw new InvalidDataException($"{fixture.Path}: {name} has shape [{string.Join(", ", draws.shape)}]; the targets need [{string.Join(", ", shape)}]");
    }
}
