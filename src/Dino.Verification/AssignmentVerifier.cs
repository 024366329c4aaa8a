using System.Globalization;
using System.Text.RegularExpressions;
using Dino.Core;
using Dino.Model.Matching;
using Dino.Verification.Fixtures;
using Dino.Verification.Reporting;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Verification;

/// <summary>Kind <c>lsa</c>: SciPy's linear_sum_assignment on drawn matrices. Where the metadata says that a matrix is rounded down, ties make the pairs arbitrary and
/// only the total counts.</summary>
internal sealed partial class AssignmentVerifier : IVerifier
{
    private const string Kind = "lsa";

    public bool Accepts(string path) => TensorFixture.IsOfKind(path, Kind);

    public VerificationReport Run(string path, VerificationOptions options)
    {
        using var scope = NewDisposeScope();
        using var fixture = TensorFixture.Open(path);
        var shapes = fixture.Value<int[][]>("shapes");
        var seed = fixture.Value<long>("seed");
        var tied = TiedCases().Matches(fixture.Text("cost"))
            .SelectMany(match => Numbers().Matches(match.Groups["cases"].Value))
            .Select(number => int.Parse(number.Value, CultureInfo.InvariantCulture)).ToHashSet();
        var rows = new VerificationRows();
        for (var i = 0; i < shapes.Length; i++)
        {
            var stream = new SplitMix64(seed, FormattableString.Invariant($"cost{i}"));
            var cost = new double[shapes[i][0] * shapes[i][1]];
            for (var entry = 0; entry < cost.Length; entry++)
            {
                cost[entry] = tied.Contains(i) ? Math.Floor(3 * stream.NextDouble()) : stream.NextDouble();
            }

            var assignment = LinearAssignment.Solve(cost, shapes[i][0], shapes[i][1]);
            if (!tied.Contains(i))
            {
                rows.Equal($"{i}.rows", tensor(assignment.Rows), fixture.Read($"{i}.rows"));
                rows.Equal($"{i}.cols", tensor(assignment.Columns), fixture.Read($"{i}.cols"));
            }

            var total = assignment.Rows.Zip(assignment.Columns, (row, column) => cost[(row * shapes[i][1]) + column]).Sum();
            rows.Relative($"{i}.total", total, fixture.Read($"{i}.total").ToDouble(), VerificationLimits.Float64.Losses);
        }

        return new VerificationReport(path, Kind, rows.All);
    }

    [GeneratedRegex(@"cases? (?<cases>[\d, and]+) (is|are) floor\(3u\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex TiedCases();

    [GeneratedRegex(@"\d+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Numbers();
}
