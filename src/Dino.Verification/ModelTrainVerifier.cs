using Dino.Model.Criterion;
using Dino.Model.Decoder;
using Dino.Torch.Memory;
using Dino.Torch.Runtime;
using Dino.Training.Optimization;
using Dino.Training.Recipe;
using Dino.Verification.Comparison;
using Dino.Verification.Fixtures;
using Dino.Verification.Reporting;
using static TorchSharp.torch;

namespace Dino.Verification;

/// <summary>Kind <c>model-train</c>: the whole model in training mode, its matches, losses and gradients, and the optimizer's
/// steps with the default recipe. In a lower precision than the reference's, with <see cref="ExactTraining"/> beside it; in
/// the reference's, <see cref="EdgeCrossing"/> judges a step whose gradients miss.</summary>
internal sealed class ModelTrainVerifier : IVerifier
{
    private const string Kind = "model-train";

    public bool Accepts(string path) => TensorFixture.IsOfKind(path, Kind);

    public VerificationReport Run(string path, VerificationOptions options)
    {
        using var scope = NewDisposeScope();
        using var fixture = TensorFixture.Open(path);
        var recorded = RecordedTraining.Read(Path.ChangeExtension(path, ".json"));
        var platform = VerificationPlatform.Of(options);
        var probe = platform.DType == float64 ? new EdgeProbe(platform.Op) : null;
        using var model = FixtureModel.Build(fixture, platform with { Op = probe ?? platform.Op });
        model.train();
        using var images = FixtureModel.Images(fixture, platform);
        var targets = RecordedTargets.Read(fixture, platform, (int)images.Pixels.shape[0]);
        var recipe = new TrainingRecipe();
        using var optimizer = new TrainingOptimizer(model.TrainableParameters(), recipe);
        var criterion = new SetCriterion(model.Config);

        using var exact = platform.DType == float64 ? null : new ExactTraining(fixture, recipe);

        var rows = new VerificationRows();
        CompareGroups(rows, optimizer, recorded, platform.Limits);
        for (var step = 0; step < recorded.Steps.Count; step++)
        {
            using var pause = FinalizerPause.Begin();
            using var stepScope = NewDisposeScope();
            var prefix = $"step{step} ";
            var decided = exact?.Step(step, model);
            probe?.Begin([]);
            using var output = Predict();
            using var report = criterion.Compute(output, targets, decided?.Matches);
            if (step == 0)
            {
                CompareOutput(rows, fixture, output, report, platform.Limits);
                CompareDenoising(rows, output.Denoising, recorded.Dn);
                rows.Relative("weight_dict ", report.Weights, recorded.WeightDict, platform.Limits.Losses);
            }

            var rounding = decided is null ? null : new RoundingComparison(rows, platform.Limits.Outputs, prefix, decided);
            rounding?.Predictions(output);
            rounding?.Matches(output, targets, model.Config);

            Differentiate(report);
            var comparison = new StepComparison(rows, platform.Limits, prefix, recorded.Steps[step]);
            comparison.Losses(report, rounding?.CountLimits() ?? new Dictionary<string, double>());
            if (probe is not null && !comparison.GradientsAgree(model))
            {
                EdgeCrossing.Explain(probe, rows, prefix, StepAgrees);
            }

            comparison.Gradients(model);
            comparison.Clipping(optimizer.Step(), model, recipe.ClipMaxNorm);
            comparison.Parameters(model);

            DinoOutput Predict()
            {
                using var encoded = model.Encode(images, probe);
                var tokens = decided?.Tokens.to(platform.Device);
                return model.Decode(encoded, targets, new RecordedNoise(fixture, step), probe, tokens);
            }

            void Differentiate(LossReport losses)
            {
                optimizer.ZeroGradients();
                BackwardFault.Backward(losses.Total);
            }

            bool StepAgrees()
            {
                using var passScope = NewDisposeScope();
                using var anew = criterion.Compute(Predict(), targets);
                Differentiate(anew);
                return comparison.GradientsAgree(model);
            }
        }

        return new VerificationReport(path, Kind, rows.All);
    }

    private static void CompareGroups(VerificationRows rows, TrainingOptimizer optimizer, RecordedTraining recorded, VerificationLimits limits)
    {
        rows.Equal("param_groups n", [.. optimizer.Groups.Select(group => (long)group.Parameters.Count)], [.. recorded.ParamGroups.Select(group => (long)group.N)]);
        foreach (var (group, expected) in optimizer.Groups.Zip(recorded.ParamGroups))
        {
            rows.Relative($"param_groups {group.Name} lr", group.InitialLearningRate, expected.Lr, limits.Parameters);
        }
    }

    /// <summary>Every tensor of the file but the targets and draws that went in.</summary>
    private static void CompareOutput(VerificationRows rows, TensorFixture fixture, DinoOutput output, LossReport report, VerificationLimits limits)
    {
        var computed = new ComputedTensors();
        computed.Add(output);

        // The reference matches the earlier decoder layers first, then the encoder's proposals, then the last layer.
        foreach (var (set, matches) in report.Matches.Skip(1).Append(report.Matches[0]).Index().Select(entry => (entry.Index, entry.Item.Value)))
        {
            for (var image = 0; image < matches.Count; image++)
            {
                computed.Add($"match{set}.img{image}.query", tensor(matches[image].Rows));
                computed.Add($"match{set}.img{image}.target", tensor(matches[image].Columns));
            }
        }

        computed.Compare(fixture, rows, limits.Outputs, "target", "dn.rand");
    }

    private static void CompareDenoising(VerificationRows rows, DenoisingOutput? actual, RecordedTraining.Denoising expected)
    {
        rows.Equal("dn pad_size", [actual?.PadSize ?? 0], [expected.PadSize]);
        rows.Equal("dn num_dn_group", [actual?.Groups ?? 1], [expected.NumDnGroup]);
    }
}
