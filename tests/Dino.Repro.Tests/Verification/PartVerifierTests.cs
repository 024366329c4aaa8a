using Dino.Core;
using Dino.Verification.Fixtures;
using static TorchSharp.torch;

namespace Dino.Repro.Tests.Verification;

/// <summary>Kinds <c>msda</c>, <c>cdn</c> and <c>lsa</c>.</summary>
public sealed class PartVerifierTests
{
    [Theory]
    [InlineData("msda_small", 4)]
    [InlineData("msda_odd", 4)]
    [InlineData("msda_dino", 4)]
    [InlineData("cdn_two", 5)]
    [InlineData("cdn_crowd", 5)]
    [InlineData("cdn_empty_one", 5)]
    [InlineData("lsa", 19)]
    public void Run_ReferencesNumbers_PassesEveryRow(string name, int rows)
    {
        var report = DamagedFixture.Run(DamagedFixture.Original(name));

        Assert.DoesNotContain(report.Rows, row => !row.Passed);
        Assert.Equal(rows, report.Rows.Count);
    }

    [Theory]
    [InlineData("msda_small")]
    [InlineData("msda_odd")]
    [InlineData("msda_dino")]
    public void Run_FastOp_PassesEveryRow(string name)
    {
        var report = DamagedFixture.Run(DamagedFixture.Original(name), new VerificationOptions(Op: "cpu"));

        Assert.DoesNotContain(report.Rows, row => !row.Passed);
    }

    [Theory]
    [InlineData("msda_small", "output")]
    [InlineData("msda_small", "grad_value")]
    [InlineData("msda_small", "grad_sampling_locations")]
    [InlineData("msda_small", "grad_attention_weights")]
    [InlineData("cdn_two", "query_label")]
    [InlineData("cdn_two", "query_bbox")]
    public void Run_NumberOffByTwiceTheLimit_FailsThatRowOnly(string name, string changed)
        => AssertOnlyFails(name, changed, tensor => tensor.view(-1)[7] += 2e-6);

    [Theory]
    [InlineData("msda_small", "output")]
    [InlineData("cdn_two", "query_bbox")]
    [InlineData("lsa", "6.total")]
    public void Run_NumberIsNan_FailsThatRowOnly(string name, string changed)
        => AssertOnlyFails(name, changed, tensor => tensor.view(-1)[0] = double.NaN);

    [Theory]
    [InlineData("lsa", "2.rows")]
    [InlineData("lsa", "2.cols")]
    public void Run_WholeNumberOff_FailsThatRowOnly(string name, string changed)
        => AssertOnlyFails(name, changed, tensor => tensor[3] += 1);

    [Fact]
    public void Run_MaskOff_FailsThatRowOnly()
        => AssertOnlyFails("cdn_two", "attn_mask", tensor => tensor[5, 7] = tensor[5, 7].logical_not());

    [Fact]
    public void Run_TensorMissing_NamesFileAndTensor()
    {
        using var damaged = new DamagedFixture("msda_small", tensors => tensors.Remove("grad_output"));

        var error = Assert.Throws<BadInputException>(() => DamagedFixture.Run(damaged.Path));

        Assert.Equal($"{damaged.Path}: has no tensor 'grad_output'", error.Message);
    }

    [Fact]
    public void Run_DrawsOfAnotherSize_NamesBothShapes()
    {
        using var damaged = new DamagedFixture("cdn_two", tensors => tensors["dn.rand0"] = tensors["dn.rand0"].narrow(0, 0, 100).contiguous());

        var error = Assert.Throws<BadInputException>(() => DamagedFixture.Run(damaged.Path));

        Assert.Equal($"{damaged.Path}: dn.rand0 has shape [100]; the targets need [320]", error.Message);
    }

    private static void AssertOnlyFails(string name, string changed, Action<Tensor> change)
    {
        using var damaged = new DamagedFixture(name, tensors => change(tensors[changed]));

        var report = DamagedFixture.Run(damaged.Path);

        Assert.Equal([changed], report.Rows.Where(row => !row.Passed).Select(row => row.Name));
    }
}
