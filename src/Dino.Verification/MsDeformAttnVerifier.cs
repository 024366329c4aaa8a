using Dino.Ops;
using Dino.Torch.Runtime;
using Dino.Verification.Fixtures;
using Dino.Verification.Reporting;
using static TorchSharp.torch;

namespace Dino.Verification;

/// <summary>Kind <c>msda</c>: the deformable-attention op, its output and its three gradients.</summary>
internal sealed class MsDeformAttnVerifier : IVerifier
{
    private const string Kind = "msda";

    // float64: the order of sums alone; a few thousand terms, multiplied by the level's size in gradients by location. float32: the same times 2^29, and inputs rounded to it.
    private const double DoubleLimit = 1e-9;
    private const double SingleLimit = 1e-4;

    private static readonly string[] Inputs = ["value", "sampling_locations", "attention_weights"];

    public bool Accepts(string path) => TensorFixture.IsOfKind(path, Kind);

    public VerificationReport Run(string path, VerificationOptions options)
    {
        using var scope = NewDisposeScope();
        using var fixture = TensorFixture.Open(path);
        var platform = VerificationPlatform.Of(options);
        var levels = fixture.Value<int[][]>("spatial_shapes_hw").Select(size => new LevelShape(size[0], size[1])).ToArray();
        var inputs = Inputs.Select(name => platform.Place(fixture.Read(name)).requires_grad_(true)).ToArray();

        var output = platform.Op.Apply(inputs[0], levels, inputs[1], inputs[2]);
        BackwardFault.Backward(output, platform.Place(fixture.Read("grad_output")));

        var limit = platform.DType == ScalarType.Float64 ? DoubleLimit : SingleLimit;
        var rows = new VerificationRows();
        rows.Absolute("output", output, fixture.Read("output"), limit);
        foreach (var (name, input) in Inputs.Zip(inputs))
        {
            rows.Absolute("grad_" + name, input.grad!, fixture.Read("grad_" + name), limit);
        }

        return new VerificationReport(path, Kind, rows.All);
    }
}
