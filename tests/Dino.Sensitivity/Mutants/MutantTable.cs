using System.Text;

namespace Dino.Sensitivity.Mutants;

/// <summary>The results in Markdown.</summary>
public static class MutantTable
{
    public static string Format(IReadOnlyList<MutantResult> results)
    {
        var text = new StringBuilder("| breakage | tests that fail | the gate's rows that fail |\n|---|---|---|\n");
        foreach (var result in results)
        {
            text.Append($"| {result.Mutant.Breaks} | {result.Problem ?? MutantResult.Shown(result.FailedTests)} | {MutantResult.Shown(result.FailedRows)} |\n");
        }

        return text.Append($"\n{results.Count} mutants, {results.Count(result => result.Survived)} survived, {results.Count(result => result.Problem is not null)} gave no result.\n").ToString();
    }
}
