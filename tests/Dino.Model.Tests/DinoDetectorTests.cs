using Dino.Model.Criterion;
using Dino.Model.Decoder;
using Dino.Model.Denoising;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Model.Tests;

public sealed class DinoDetectorTests
{
    /// <summary>Absorbs another order of float64 sums in kernels that block by batch size.</summary>
    private const double SameNumbers = 1e-10;

    [Fact]
    public void Forward_Evaluation_GivesEveryOutputInItsShape()
    {
        using var scope = NewDisposeScope();
        using var model = TestModels.Create();
        using var images = TestModels.Images((96, 128), (64, 128));

        using var output = model.Forward(images);

        Assert.Equal(2, output.Auxiliary.Count);
        Assert.Null(output.Denoising);
        Assert.All(Sets(output), set =>
        {
            Assert.Equal([2, 10, 5], set.Logits.shape);
            Assert.Equal([2, 10, 4], set.BoxesCxCyWh.shape);
            Assert.True(set.BoxesCxCyWh.ge(0).logical_and(set.BoxesCxCyWh.le(1)).all().ToBoolean());
        });
    }

    [Fact]
    public void Forward_TwoImagesOfOneSize_EqualsTwoSingles()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var model = TestModels.Create();
        using var images = TestModels.Images((96, 128), (96, 128));
        using var both = model.Forward(images);
        for (var image = 0; image < 2; image++)
        {
            using var single = TestModels.One(images, image);
            using var alone = model.Forward(single);
            AssertSameSets(Sets(alone), Sets(both), image);
        }
    }

    /// <summary>A padded batch takes the general path, a single image the one without padding; the spec makes no difference between them.</summary>
    [Fact]
    public void Forward_UnpaddedImageInAPaddedBatch_EqualsItAlone()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var model = TestModels.Create();
        using var images = TestModels.Images((96, 128), (70, 90));
        using var both = model.Forward(images);
        using var single = TestModels.One(images, 0);
        using var alone = model.Forward(single);
        AssertSameSets(Sets(alone), Sets(both), image: 0);
    }

    [Fact]
    public void Forward_WithDenoising_LeavesTheMatchingQueriesAsTheyAre()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var model = TestModels.Create();
        using var images = TestModels.Images((96, 128), (70, 90));
        using var evaluated = model.Forward(images);
        model.train();

        using var trained = model.Forward(images, TestModels.Targets(2, 3), new SeededDenoisingNoise(1));

        AssertSameSets(Sets(evaluated), Sets(trained));
        Assert.Equal(20, trained.Denoising!.Groups);
        Assert.Equal(120, trained.Denoising.PadSize);
        Assert.Equal([2, 120, 5], trained.Denoising.Final.Logits.shape);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Forward_TrainingWithNothingToDenoise_StillReachesTheLabelEmbedding(bool useDenoising)
    {
        using var scope = NewDisposeScope();
        using var model = TestModels.Create(TestModels.Tiny with { UseDn = useDenoising });
        using var images = TestModels.Images((96, 128));
        model.train();

        using var output = model.Forward(images, TestModels.Targets(0), new SeededDenoisingNoise(1));
        output.Auxiliary[0].Logits.sum().backward();

        Assert.Null(output.Denoising);
        Assert.Equal(0, Parameter(model, "label_enc.weight").grad!.abs().sum().ToDouble());
    }

    [Fact]
    public void Forward_FewerTokensThanQueries_MakesEveryTokenAQuery()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var model = TestModels.Create(TestModels.Tiny with { NumQueries = 900 });
        using var fewer = TestModels.Create(TestModels.Tiny with { NumQueries = 256 });
        foreach (var (mine, theirs) in fewer.StateDict().Zip(model.StateDict()))
        {
            mine.Value.copy_(mine.Key == "transformer.tgt_embed.weight" ? theirs.Value.narrow(0, 0, 256) : theirs.Value);
        }

        using var images = TestModels.Images((96, 128));
        using var output = model.Forward(images);
        using var expected = fewer.Forward(images);

        Assert.Equal([1L, 256, 5], output.Final.Logits.shape);
        Assert.True(expected.Final.Logits.Equals(output.Final.Logits));
        Assert.True(expected.Final.BoxesCxCyWh.Equals(output.Final.BoxesCxCyWh));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)] // more objects than the image has tokens: as many are matched as there are queries
    public void Forward_TrainingWithFewerTokensThanQueries_HasFiniteLossAndGradients(int objects)
    {
        using var scope = NewDisposeScope();
        using var model = TestModels.Create(TestModels.Tiny with { NumQueries = 900, DnNumber = 4 });
        using var images = TestModels.Images((8, 8));
        model.train();
        var targets = TestModels.Targets(objects);

        using var output = model.Forward(images, targets, new SeededDenoisingNoise(1));
        using var report = new SetCriterion(model.Config).Compute(output, targets);
        report.Total.backward();

        Assert.Equal(4, output.Final.Logits.shape[1]);
        Assert.True(double.IsFinite(report.Total.item<double>()));
        foreach (var (name, value) in model.TrainableParameters())
        {
            Assert.True(value.grad is null || value.grad.isfinite().all().item<bool>(), name);
        }
    }

    [Fact]
    public void Forward_DenoisingWithoutItsInputs_SaysWhichAreMissing()
    {
        using var model = TestModels.Create();
        using var images = TestModels.Images((96, 128));
        model.train();

        Assert.Equal("targets", Assert.Throws<ArgumentException>(() => model.Forward(images)).ParamName);
        Assert.Equal("noise", Assert.Throws<ArgumentException>(() => model.Forward(images, TestModels.Targets(1))).ParamName);
        Assert.Throws<ArgumentException>(() => model.Forward(images, TestModels.Targets(1, 1), new SeededDenoisingNoise(1)));
    }

    [Fact]
    public void Decode_TokensInAnotherOrder_ReordersTheEncodersPredictions()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var model = TestModels.Create();
        using var images = TestModels.Images((96, 128));
        using var encoded = model.Encode(images);
        using var tokens = model.SelectTokens(encoded);

        using var chosen = model.Decode(encoded);
        using var reversed = model.Decode(encoded, tokens: tokens.flip(1));

        TestModels.AssertClose(chosen.Intermediate.Logits.flip(1), reversed.Intermediate.Logits, SameNumbers);
        TestModels.AssertClose(chosen.IntermediateForMatchingPre.BoxesCxCyWh.flip(1), reversed.IntermediateForMatchingPre.BoxesCxCyWh, SameNumbers);
        var best = chosen.Intermediate.Logits.amax([-1]);
        Assert.True(best.narrow(1, 0, 9).ge(best.narrow(1, 1, 9)).all().ToBoolean());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Forward_Disposed_LeavesNoTensorBehind(bool train)
    {
        using var model = TestModels.Create();
        model.train(train);
        using var images = TestModels.Images((96, 128), (70, 90));
        using var scope = NewDisposeScope();
        var targets = TestModels.Targets(2, 1);
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

        using (var output = model.Forward(images, targets, new SeededDenoisingNoise(1)))
        {
            if (train)
            {
                using var loss = output.Final.Logits.sum();
                loss.backward();
            }
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    private static torch.Tensor Parameter(DinoDetector model, string name) => model.TrainableParameters().Single(entry => entry.Name == name).Value;

    private static List<PredictionSet> Sets(DinoOutput output)
        => [output.Final, .. output.Auxiliary, output.Intermediate, output.IntermediateForMatchingPre];

    /// <param name="image">Compares this image of the actual batch; null compares all.</param>
    private static void AssertSameSets(IReadOnlyList<PredictionSet> expected, IReadOnlyList<PredictionSet> actual, int? image = null)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (one, other) in expected.Zip(actual))
        {
            Compare(one.Logits.narrow(0, 0, image is null ? one.Logits.shape[0] : 1), other.Logits);
            Compare(one.BoxesCxCyWh.narrow(0, 0, image is null ? one.Logits.shape[0] : 1), other.BoxesCxCyWh);
        }

        void Compare(Tensor one, Tensor other) => TestModels.AssertClose(one, image is { } index ? other.narrow(0, index, 1) : other, SameNumbers);
    }
}
