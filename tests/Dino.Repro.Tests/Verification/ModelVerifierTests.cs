using System.Text.Json.Nodes;
using Dino.Checkpoints;
using Dino.Core;
using Dino.TestUtilities;
using Dino.Verification;
using Dino.Verification.Fixtures;
using static TorchSharp.torch;

namespace Dino.Repro.Tests.Verification;

/// <summary>Kinds <c>model-eval</c>, <c>model-train</c> and <c>attention</c>.</summary>
public sealed class ModelVerifierTests
{
    private static string Fixture(string name) => Path.Combine(RepositoryRoot.Path, "tests", "Fixtures", "dino", name + ".safetensors");

    [Theory]
    [InlineData("eval_4scale", 35)]
    [InlineData("eval_4scale_1img_2cls", 32)]
    [InlineData("eval_5scale", 35)]
    [InlineData("attention", 20)]
    [InlineData("train_4scale_2cls", 2188)]
    [InlineData("train_4scale_91cls_empty", 1139)]
    public void Run_ReferencesNumbers_PassesEveryRow(string name, int rows)
    {
        var (path, verifier) = Assert.Single(Verifiers.Find(Fixture(name)));

        var report = verifier.Run(path, new VerificationOptions());

        Assert.DoesNotContain(report.Rows, row => !row.Passed);
        Assert.Equal(rows, report.Rows.Count);
    }

    /// <summary>Step 1's point lies 7e-10 cells from an edge; as it was sampled here, 52 norms are off by up to 6e-5.</summary>
    [Fact]
    public void Run_PointOnTheOtherSideOfAnEdge_NamesItAndPassesEveryRow()
    {
        const string Point = "encoder layer 1, image 1, query 1874, head 5, level 1, point 1, y";

        var report = DamagedFixture.Run(Fixture("train_4scale_91cls_two_steps"));

        Assert.DoesNotContain(report.Rows, row => !row.Passed);
        Assert.Equal(2189, report.Rows.Count);
        Assert.Contains(report.Rows, row => row.Name == $"step1 crossed a cell's edge: {Point}" && row.WorstError < 1e-8);
    }

    /// <summary>As far as a crossing moves norms, and in the place where it would.</summary>
    [Fact]
    public void Run_NormsOffThatNoCrossingExplains_FailsExactlyThose()
    {
        const string Offsets = "transformer.encoder.layers.1.self_attn.sampling_offsets";
        using var damaged = new DamagedFixture("train_4scale_91cls_empty", _ => { });
        var record = JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(Fixture("train_4scale_91cls_empty"), ".json")))!;
        var norms = record["step0"]!["grad_norm"]!;
        foreach (var name in new[] { $"{Offsets}.bias", $"{Offsets}.weight" })
        {
            norms[name] = norms[name]!.GetValue<double>() * (1 + 6e-5);
        }

        File.WriteAllText(Path.ChangeExtension(damaged.Path, ".json"), record.ToJsonString());

        var report = DamagedFixture.Run(damaged.Path);

        Assert.Equal(
            [$"step0 grad_norm {Offsets}.bias", $"step0 grad_norm {Offsets}.weight"],
            report.Rows.Where(row => !row.Passed).Select(row => row.Name).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(report.Rows, row => row.Measure == "cells");
    }

    /// <summary>The CPU's fast path in float32, within its derived limits.</summary>
    [Theory]
    [InlineData("eval_4scale_1img_2cls")]
    [InlineData("attention")]
    [InlineData("train_4scale_91cls_empty")]
    public void Run_Float32_PassesEveryRow(string name)
    {
        var (path, verifier) = Assert.Single(Verifiers.Find(Fixture(name)));

        var report = verifier.Run(path, new VerificationOptions(DType: "float32", Op: "cpu"));

        Assert.DoesNotContain(report.Rows, row => !row.Passed);
    }

    [Fact]
    public void Run_BFloat16_BoundsScoresAndBoxes()
    {
        var options = new VerificationOptions(DType: VerificationOptions.BFloat16, Op: "cpu");
        var (path, verifier) = Assert.Single(Verifiers.Find(Fixture("eval_4scale_1img_2cls"), options));
        using var damaged = new DamagedFixture("eval_4scale_1img_2cls", tensors => tensors["pred_boxes"][0, 7, 1] += 2e-3);

        var report = verifier.Run(path, options);
        var missed = DamagedFixture.Run(damaged.Path, options);

        Assert.Equal(5, report.Rows.Count);
        Assert.DoesNotContain(report.Rows, row => !row.Passed);
        Assert.Equal(["box of a detection"], missed.Rows.Where(row => !row.Passed).Select(row => row.Name));
    }

    [Fact]
    public void Find_BFloat16ForAPart_SaysWhatItIsFor()
    {
        var options = new VerificationOptions(DType: VerificationOptions.BFloat16);
        var failure = Assert.Throws<BadInputException>(() => Verifiers.Find(Fixture("attention"), options));
        Assert.Contains("kind model-eval", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Float32WithCountsAndLossesOff_FailsExactlyThose()
    {
        using var damaged = new DamagedFixture("train_4scale_91cls_empty", _ => { });
        var record = JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(Fixture("train_4scale_91cls_empty"), ".json")))!;
        var losses = record["step0"]!["losses"]!;
        // More than the decisions that rounding leaves open, of 900 queries in each image.
        losses["cardinality_error_2"] = losses["cardinality_error_2"]!.GetValue<double>() + 20;
        losses["loss_ce"] = losses["loss_ce"]!.GetValue<double>() * 1.0002;
        losses["unknown"] = 1;
        File.WriteAllText(Path.ChangeExtension(damaged.Path, ".json"), record.ToJsonString());

        var report = DamagedFixture.Run(damaged.Path, new VerificationOptions(DType: "float32", Op: "cpu"));

        Assert.Equal(
            ["step0 cardinality_error_2", "step0 loss_ce", "step0 unknown"],
            report.Rows.Where(row => !row.Passed).Select(row => row.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Run_NumbersOffAndOneUnknown_FailsExactlyThose()
    {
        using var scope = NewDisposeScope();
        using var original = Checkpoint.Open(Fixture("eval_4scale_1img_2cls"));
        var tensors = original.Tensors.ToDictionary(entry => entry.Name, entry => entry.ToTensor());
        tensors["memory"][0, 63, 255] += 1e-5;
        tensors["post0.labels"][299] = 1 - tensors["post0.labels"][299];
        tensors["pos3.corner"][0, 15, 3, 3] = float.NaN;
        tensors["pred_logits"] = tensors["pred_logits"].narrow(1, 0, 899).contiguous();
        tensors["aux9.pred_boxes"] = ones(1);
        var folder = Directory.CreateTempSubdirectory();
        var path = Path.Combine(folder.FullName, "changed.safetensors");
        SafetensorsWriter.Write(path, [.. tensors], original.Metadata);
        var (_, verifier) = Assert.Single(Verifiers.Find(path));

        var report = verifier.Run(path, new VerificationOptions());
        folder.Delete(recursive: true);

        Assert.Equal(
            ["aux9.pred_boxes", "memory", "pos3.corner", "post0.labels", "pred_logits"],
            report.Rows.Where(row => !row.Passed).Select(row => row.Name).Order());
    }
}
