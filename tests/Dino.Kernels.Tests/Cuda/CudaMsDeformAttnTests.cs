using Dino.Kernels.Cuda;
using Dino.Kernels.Cuda.Compilation;
using Dino.TestUtilities;
using Dino.TestUtilities.Cuda;

namespace Dino.Kernels.Tests.Cuda;

/// <summary>Runs the C# of the kernels on ILGPU's CPU accelerator, launched like on a GPU.</summary>
public sealed class CudaMsDeformAttnTests : IDisposable
{
    // Sums of at most a few hundred float32 terms in different orders, multiplied by level sizes of at most 9.
    private const double SingleBound = 1e-4;

    private readonly Lazy<EmulatedDevice> _sm80 = new(() => new EmulatedDevice(CudaTarget.Sm80));
    private readonly Lazy<EmulatedDevice> _sm90 = new(() => new EmulatedDevice(CudaTarget.Sm90));

    public static TheoryData<CudaVariant, CudaValueType> VariantsAndTypes()
    {
        var data = new TheoryData<CudaVariant, CudaValueType>();
        foreach (var type in Enum.GetValues<CudaValueType>())
        {
            data.Add(CudaVariant.Im2Col, type);
            data.Add(CudaVariant.Vectorised, type);
        }

        return data;
    }

    public static TheoryData<string> Fixtures => [.. MsDeformAttnFixture.Names];

    /// <summary>One to eight packets per head, some of which leave threads idle; one query; queries that do not fill a block;
    /// five levels. The im2col kernels support as many channels as a block has threads.</summary>
    private static IEnumerable<MsDeformAttnShape> Shapes(CudaVariant variant)
    {
        yield return new(2, 5, 2, 8, 2, [(6, 9), (3, 5), (1, 1)]);
        yield return new(1, 3, 2, variant == CudaVariant.Vectorised ? 24 : 3, 1, [(3, 4), (2, 1)]);
        yield return new(1, 1, 1, variant == CudaVariant.Vectorised ? 32 : 16, 3, [(4, 4)]);
        yield return new(1, 5, 1, 16, 1, [(3, 3), (2, 3), (2, 2), (1, 2), (1, 1)]);
    }

    public void Dispose()
    {
        foreach (var device in new[] { _sm80, _sm90 }.Where(device => device.IsValueCreated))
        {
            device.Value.Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(VariantsAndTypes))]
    public void Forward_OfEveryVariantAndType_AgreesWithScalarLoops(CudaVariant variant, CudaValueType type)
    {
        foreach (var shape in Shapes(variant))
        {
            var inputs = new CudaCase(KernelCase<float>.Draw(shape), type, _sm80.Value.Device);
            var output = inputs.Forward(new CudaTuning(variant));
            Close.Require(inputs.ExpectedOutput(), output, OutputBound(type), $"{shape}: output");
        }
    }

    [Theory]
    [MemberData(nameof(VariantsAndTypes))]
    public void Backward_OfEveryVariantAndType_AgreesWithScalarLoops(CudaVariant variant, CudaValueType type)
    {
        foreach (var device in new[] { _sm80.Value, _sm90.Value })
        {
            foreach (var shape in Shapes(variant))
            {
                var inputs = new CudaCase(KernelCase<float>.Draw(shape), type, device.Device);
                var tuning = new CudaTuning(variant);
                RequireGradients(inputs, inputs.Backward(deterministic: false, tuning), $"{shape}");
                RequireGradients(inputs, inputs.Backward(deterministic: true, tuning), $"{shape}, deterministic");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Kernels_InSingle_MatchPythonReference(string name)
    {
        var fixture = MsDeformAttnFixture.Open(name);
        var inputs = new CudaCase(KernelCase<float>.From(fixture), CudaValueType.Float32, _sm90.Value.Device);
        Close.Require(fixture.Data("output"), inputs.Forward(), SingleBound, "output");
        var gradients = inputs.Backward(deterministic: true);
        Close.Require(fixture.Data("grad_value"), gradients.Value, SingleBound, "grad_value");
        Close.Require(fixture.Data("grad_sampling_locations"), gradients.Locations, SingleBound, "grad_sampling_locations");
        Close.Require(fixture.Data("grad_attention_weights"), gradients.Weights, SingleBound, "grad_attention_weights");
    }

    [Theory]
    [InlineData(1, CudaValueType.Float32)]
    [InlineData(3, CudaValueType.Float32)]
    [InlineData(12, CudaValueType.Float16)]
    [InlineData(15, CudaValueType.BFloat16)]
    [InlineData(16, CudaValueType.Float32)]
    public void Kernels_OfHeadsThatFillNoPackets_TakeTheIm2ColPath(int headDim, CudaValueType type)
    {
        // 16 channels would fill packets, but the value is not aligned to 16 bytes.
        var draw = KernelCase<float>.Draw(new(2, 3, 2, headDim, 2, [(3, 5), (2, 2)]));
        var inputs = new CudaCase(draw, type, _sm80.Value.Device) { Misalignment = headDim == 16 ? 4 : 0 };
        Close.Require(inputs.ExpectedOutput(), inputs.Forward(), OutputBound(type), "output");
        RequireGradients(inputs, inputs.Backward(deterministic: false), "gradients");
        Assert.All(_sm80.Value.Driver.Launches, launch => Assert.StartsWith("im2col-", launch, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(71)]
    public void Im2ColBackward_OfManyChannels_SumsThemAsATree(int headDim)
    {
        using var device = new EmulatedDevice(CudaTarget.Sm80, threads: 128);
        var draw = KernelCase<float>.Draw(new(1, 1, 1, headDim, 1, [(2, 3)]));
        var inputs = new CudaCase(draw, CudaValueType.Float32, device.Device);
        RequireGradients(inputs, inputs.Backward(deterministic: false, new CudaTuning(CudaVariant.Im2Col)), "gradients");
    }

    [Fact]
    public void Launcher_OnNewerDevices_UsesVectorReductions()
    {
        var shape = new MsDeformAttnShape(1, 2, 1, 8, 1, [(2, 2)]);
        foreach (var device in new[] { _sm80.Value, _sm90.Value })
        {
            new CudaCase(KernelCase<float>.Draw(shape), CudaValueType.Float32, device.Device).Backward(deterministic: false);
            Assert.Equal(0, device.Driver.ContextDepth);
        }

        Assert.Equal(["vectorised-backward-float32-atomic"], _sm80.Value.Driver.Launches);
        Assert.Equal(["vectorised-backward-float32-vector-atomic"], _sm90.Value.Driver.Launches);
    }

    [Fact]
    public void Kernels_LocationsFarOutsideOrNotFinite_ReadZero()
    {
        var draw = KernelCase<float>.Draw(new(1, 6, 2, 8, 4, [(3, 4), (2, 2)]));
        float[] outside = [-1e30f, 1e30f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, -2f, 3f];
        for (var index = 0; index < draw.Locations.Length; index++)
        {
            draw.Locations[index] = outside[index % outside.Length];
        }

        var inputs = new CudaCase(draw, CudaValueType.Float32, _sm90.Value.Device);
        foreach (var variant in Enum.GetValues<CudaVariant>())
        {
            Assert.All(inputs.Forward(new CudaTuning(variant)), element => Assert.Equal(0f, element));
            var gradients = inputs.Backward(deterministic: false, new CudaTuning(variant));
            Assert.All(
                gradients.Value.Concat(gradients.Locations).Concat(gradients.Weights),
                element => Assert.Equal(0f, element));
        }
    }

    [Fact]
    public void Kernels_LocationsOnTheBorders_ReadWhatLiesInside()
    {
        // Positions -1, -0.5, 0, the last cell, half a cell and one cell after it, and just before each.
        var draw = KernelCase<float>.Draw(new(1, 7, 1, 8, 2, [(1, 1), (3, 128)]));
        float[] places =
        [
            -0.5f, 0f, 0.5f, 127.5f, 128f, 128.5f,
            MathF.BitDecrement(128.5f), MathF.BitDecrement(0.5f), MathF.BitIncrement(-0.5f),
        ];
        for (var index = 0; index < draw.Locations.Length; index++)
        {
            var isWide = index / 4 % 2 == 1;
            var size = isWide ? (index % 2 == 0 ? 128 : 3) : 1;
            var place = places[index % places.Length];
            draw.Locations[index] = (place < 2 ? place : place - 128 + size) / size;
        }

        var inputs = new CudaCase(draw, CudaValueType.Float32, _sm90.Value.Device);
        foreach (var variant in Enum.GetValues<CudaVariant>())
        {
            Close.Require(inputs.ExpectedOutput(), inputs.Forward(new CudaTuning(variant)), SingleBound, $"{variant}: output");
            var gradients = inputs.Backward(deterministic: false, new CudaTuning(variant));
            Close.Require(inputs.ExpectedGradients().Weights, gradients.Weights, SingleBound, $"{variant}: gradWeights");
        }
    }

    [Fact]
    public void Deterministic_OnManyContributionsToOneCell_GivesTheSameBitsAndTheRightSum()
    {
        var draw = KernelCase<float>.Draw(new(1, 50, 1, 8, 2, [(2, 2), (1, 1)]));
        var inputs = new CudaCase(draw, CudaValueType.Float32, _sm90.Value.Device);
        var (first, second) = (inputs.Backward(deterministic: true), inputs.Backward(deterministic: true));
        Assert.Equal(first.Value, second.Value);
        Assert.Equal(first.Locations, second.Locations);
        Assert.Equal(first.Weights, second.Weights);

        // Fixed point is finer than float32 sums, so only the rounding of every product and of the result remains.
        Close.Require(inputs.ExpectedGradients().Value, first.Value, 1e-6, "gradValue");
    }

    [Fact]
    public void Deterministic_GradientThatIsNotFinite_MakesAllOfItNaN()
    {
        var draw = KernelCase<float>.Draw(new(1, 2, 1, 8, 1, [(2, 2)]));
        draw.GradOutput[3] = float.PositiveInfinity;
        var inputs = new CudaCase(draw, CudaValueType.Float32, _sm90.Value.Device);
        Assert.All(inputs.Backward(deterministic: true).Value, element => Assert.Equal(float.NaN, element));
    }

    [Fact]
    public void Kernels_NoQueries_ClearTheValueGradient()
    {
        var draw = KernelCase<float>.Draw(new(1, 0, 2, 8, 4, [(3, 4)]));
        var inputs = new CudaCase(draw, CudaValueType.Float32, _sm90.Value.Device);
        Assert.Empty(inputs.Forward());
        Assert.All(inputs.Backward(deterministic: false).Value, element => Assert.Equal(0f, element));
        Assert.All(inputs.Backward(deterministic: true).Value, element => Assert.Equal(0f, element));
    }

    // Half a unit in the last place of the output's type, on top of the float32 sums.
    private static double OutputBound(CudaValueType type) => type switch
    {
        CudaValueType.Float16 => 1.0 / (1 << 11),
        CudaValueType.BFloat16 => 1.0 / (1 << 8),
        _ => SingleBound,
    };

    private static void RequireGradients(CudaCase inputs, KernelGradients<float> actual, string what)
    {
        var expected = inputs.ExpectedGradients();
        Close.Require(expected.Value, actual.Value, SingleBound, $"{what}: gradValue");
        Close.Require(expected.Locations, actual.Locations, SingleBound, $"{what}: gradLocations");
        Close.Require(expected.Weights, actual.Weights, SingleBound, $"{what}: gradWeights");
    }
}
