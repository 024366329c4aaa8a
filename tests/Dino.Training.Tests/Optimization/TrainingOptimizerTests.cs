using Dino.Training.Optimization;
using Dino.Training.Recipe;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dino.Training.Tests.Optimization;

public sealed class TrainingOptimizerTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    [InlineData(1e6)]
    public void Step_FewSteps_EqualsTheFormulasInDouble(double clipMaxNorm)
    {
        var recipe = new TrainingRecipe { Lr = 1e-2, LrBackbone = 1e-3, WeightDecay = 0.05, ClipMaxNorm = clipMaxNorm };
        var (head, backbone) = (Parameter(0.7, -0.2, 3.0), Parameter(1.5));
        using var optimizer = new TrainingOptimizer([("head.weight", head), ("backbone.0.conv", backbone)], recipe);
        var expected = new ObviousAdamW([0.7, -0.2, 3.0, 1.5], [1e-2, 1e-2, 1e-2, 1e-3], recipe);

        double[][] gradients = [[2, -0.5, 1e-3, 4], [0.1, 0.2, -0.3, 0.01], [-3, 0, 1, 2]];
        foreach (var gradient in gradients)
        {
            head.grad = tensor(gradient[..3]);
            backbone.grad = tensor(gradient[3..]);
            var norm = optimizer.Step();
            Assert.Equal(expected.Step(gradient), norm, 1e-12); // summation order
        }

        double[] actual = [.. head.data<double>(), .. backbone.data<double>()];
        Assert.All(actual.Zip(expected.Values), pair => Assert.Equal(pair.Second, pair.First, 1e-13)); // rounding of a handful of operations on values near 1
    }

    [Fact]
    public void Groups_ByName_SplitBySubstringBackbone()
    {
        var parameters = new[] { "transformer.level_embed", "backbone.0.body.layer2.0.conv1.weight", "input_proj.0.0.weight", "my_backbone_norm.bias" }
            .Select(name => (name, Parameter(1.0))).ToArray();
        using var optimizer = new TrainingOptimizer(parameters, new TrainingRecipe());
        Assert.Equal(["transformer.level_embed", "input_proj.0.0.weight"], optimizer.Groups[0].Parameters.Select(p => p.Name));
        Assert.Equal(["backbone.0.body.layer2.0.conv1.weight", "my_backbone_norm.bias"], optimizer.Groups[1].Parameters.Select(p => p.Name));
        Assert.Equal([1e-4, 1e-5], optimizer.Groups.Select(group => group.InitialLearningRate));
    }

    [Fact]
    public void BeginEpoch_AtADrop_LowersBothRates()
    {
        var (head, backbone) = (Parameter(0.0), Parameter(0.0));
        using var optimizer = new TrainingOptimizer([("head", head), ("backbone", backbone)], new TrainingRecipe { LrDrop = 3, ClipMaxNorm = 0, WeightDecay = 0 });
        optimizer.BeginEpoch(3);
        head.grad = tensor([1.0]);
        backbone.grad = tensor([1.0]);
        optimizer.Step();
        Assert.Equal(1e-4 * 0.1, optimizer.LearningRate);
        // AdamW's first step is the rate times the gradient's sign; 1e-7 relative absorbs eps = 1e-8.
        Assert.Equal(-1e-5, head.item<double>(), 1e-12);
        Assert.Equal(-1e-6, backbone.item<double>(), 1e-13);
    }

    [Fact]
    public void ZeroGradients_ThenStep_LeavesParametersAlone()
    {
        var head = Parameter(2.0);
        using var optimizer = new TrainingOptimizer([("head", head)], new TrainingRecipe { WeightDecay = 0.5 });
        head.grad = tensor([1.0]);
        optimizer.ZeroGradients();
        Assert.Equal(0.0, optimizer.Step());
        Assert.Equal(2.0, head.item<double>());
    }

    private static Parameter Parameter(params double[] values) => new(tensor(values));

    /// <summary>AdamW as in its paper (1711.05101, Alg. 2), one number at a time.</summary>
    private sealed class ObviousAdamW(double[] values, double[] rates, TrainingRecipe recipe)
    {
        private readonly double[] _first = new double[values.Length];
        private readonly double[] _second = new double[values.Length];
        private int _step;

        public double[] Values { get; } = values;

        public double Step(double[] gradient)
        {
            _step++;
            var norm = Math.Sqrt(gradient.Sum(g => g * g));
            var factor = recipe.ClipMaxNorm > 0 ? Math.Min(1, recipe.ClipMaxNorm / (norm + 1e-6)) : 1;
            for (var i = 0; i < Values.Length; i++)
            {
                var g = gradient[i] * factor;
                _first[i] = (0.9 * _first[i]) + (0.1 * g);
                _second[i] = (0.999 * _second[i]) + (0.001 * g * g);
                var firstHat = _first[i] / (1 - Math.Pow(0.9, _step));
                var secondHat = _second[i] / (1 - Math.Pow(0.999, _step));
                Values[i] = (Values[i] * (1 - (rates[i] * recipe.WeightDecay))) - (rates[i] * firstHat / (Math.Sqrt(secondHat) + 1e-8));
            }

            return norm;
        }
    }
}
