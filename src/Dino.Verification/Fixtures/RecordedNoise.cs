using Dino.Core;
using Dino.Model.Denoising;
using static TorchSharp.torch;

namespace Dino.Verification.Fixtures;

/// <summary>The denoising draws of a fixture's training step, in call order. A file stores those of step 0 (<c>dn.rand0</c>, <c>dn.rand1</c>, ...); the reference
/// drew call k of step s from the stream <c>dn.rand{k}</c> of seed + 1000 s, and so does this for later steps.</summary>
internal sealed class RecordedNoise(TensorFixture fixture, int step = 0) : IDenoisingNoise
{
    private const long SeedStride = 1000;

    private int _calls;

    public Tensor LabelFlip(long targets) => Next(uniform => uniform, float32, targets);

    public Tensor NewLabels(long count, int numClasses) => Next(uniform => Math.Floor(uniform * numClasses), int64, count);

    public Tensor Signs(long targets) => Next(uniform => Math.Floor(uniform * 2), int64, targets, 4);

    public Tensor BoxNoise(long targets) => Next(uniform => uniform, float32, targets, 4);

    private Tensor Next(Func<double, double> valueOf, ScalarType dtype, params long[] shape)
    {
        var name = FormattableString.Invariant($"dn.rand{_calls++}");
        if (step > 0)
        {
            using var values = tensor(StreamRule.Draw(fixture.Value<long>("seed") + (SeedStride * step), name, shape, valueOf), shape);
            return values.to(dtype);
        }

        var draws = fixture.Read(name);
        return draws.shape.AsSpan().SequenceEqual(shape)
            ? draws
            : throw new BadInputException($"{fixture.Path}: {name} has shape [{string.Join(", ", draws.shape)}]; the targets need [{string.Join(", ", shape)}]");
    }
}
