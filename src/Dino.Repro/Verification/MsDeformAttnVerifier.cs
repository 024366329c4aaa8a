using Dino.Ops;
using static TorchSharp.torch;

namespace Dino.Repro.Verification;

/// <summary>Kind <c>msda</c>: the deformable-attention op, its output and its three gradients.</summary>
internal sealed class MsDeformAttnVerifier : IVerifier
{
    private const string Kind = "msda";

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
        output.backward([platform.Place(fixture.Read("grad_output"))]);

        var rows = new VerificationRows();
        rows.Absolute("output", output, fixture.Read("output"), platform.Limits.Outputs);
        foreach (var (name, input) in Inputs.Zip(inputs))
        {
            rows.Absolute("grad_" + name, input.grad!, fixture.Read("grad_" + name), platform.Limits.Outputs);
        }

        return new VerificationReport(path, Kind, rows.All);
    }
}
