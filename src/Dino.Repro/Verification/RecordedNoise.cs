using Dino.Model.Denoising;
using static TorchSharp.torch;

namespace Dino.Repro.Verification;

/// <summary>Replays the draws stored in a fixture, in call order: <c>dn.rand0</c>, <c>dn.rand1</c>, ... The reference drew call k from the stream of
/// that name; later passes than the stored one go on drawing from it.</summary>
internal sealed class RecordedNoise(TensorFixture fixture) : IDenoisingNoise
{
    private readonly long _seed = fixture.Value<long>("seed");
    private int _calls;

    public Tensor LabelFlip(long targets) => Next(uniform => uniform, float32, targets);

    public Tensor NewLabels(long count, int numClasses) => Next(uniform => Math.Floor(uniform * numClasses), int64, count);

    public Tensor Signs(long targets) => Next(uniform => Math.Floor(uniform * 2), int64, targets, 4);

    public Tensor BoxNoise(long targets) => Next(uniform => uniform, float32, targets, 4);

    private Tensor Next(Func<double, double> valueOf, ScalarType dtype, params long[] shape)
    {
        var name = FormattableString.Invariant($"dn.rand{_calls++}");
        if (!fixture.Has(name))
        {
            using var values = tensor(StreamRule.Draw(_seed, name, shape, valueOf), shape);
            return values.to(dtype);
        }

        var draws = fixture.Read(name);
        return draws.shape.AsSpan().SequenceEqual(shape)
            ? draws
            : throw new InvalidDataException($"{fixture.Path}: {name} has shape [{string.Join(", ", draws.shape)}]; the targets need [{string.Join(", ", shape)}]");
    }
}
