using Dino.Checkpoints;
using Dino.Core;
using Dino.Verification.Fixtures;
using Dino.Verification.Reporting;
using TorchSharp;

namespace Dino.Verification;

/// <summary>A folder of .pth files that <c>torch.save</c> wrote, with their values in <c>expected.safetensors</c> (16-bit floats widened), and files that must be refused.</summary>
public sealed class PthVerifier : IVerifier
{
    private const string Expected = "expected.safetensors";

    /// <summary>Names of files that are to be refused begin so.</summary>
    private static readonly string[] Bad = ["hostile", "truncated", "not_a_checkpoint"];

    public bool Accepts(string path) => File.Exists(Path.Combine(path, Expected)) && Directory.EnumerateFiles(path, "*.pth").Any();

    public VerificationReport Run(string path, VerificationOptions options)
    {
        using var scope = torch.NewDisposeScope();
        using var expected = Checkpoint.Open(Path.Combine(path, Expected));
        var rows = new VerificationRows();
        var refusals = new List<VerificationRow>();
        foreach (var file in Directory.EnumerateFiles(path, "*.pth").Order(StringComparer.Ordinal))
        {
            if (Array.Exists(Bad, prefix => Path.GetFileName(file).StartsWith(prefix, StringComparison.Ordinal)))
            {
                refusals.Add(Refusal(file));
            }
            else
            {
                Compare(rows, file, expected);
            }
        }

        return new VerificationReport(path, "pth", [.. rows.All, .. refusals]);
    }

    private static void Compare(VerificationRows rows, string file, Checkpoint expected)
    {
        using var actual = Checkpoint.Open(file);
        foreach (var reference in expected.Tensors)
        {
            var name = $"{Path.GetFileName(file)}: {reference.Name}";
            if (actual.Find(reference.Name) is { } tensor)
            {
                // safetensors has no tensor without dimensions; the fixture stores those with one of size 1.
                var values = tensor.ToTensor();
                rows.Equal(name, values.dim() == 0 ? values.unsqueeze(0) : values, reference.ToTensor());
            }
            else
            {
                rows.Missing(name, limit: 0);
            }
        }
    }

    private static VerificationRow Refusal(string file)
    {
        var refused = false;
        try
        {
            Checkpoint.Open(file).Dispose();
        }
        catch (BadInputException)
        {
            refused = true;
        }

        return new VerificationRow(Path.GetFileName(file), refused ? 0 : 1, 0, "refused", refused);
    }
}
