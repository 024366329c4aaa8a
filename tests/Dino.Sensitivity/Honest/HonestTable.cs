using System.Text;

namespace Dino.Sensitivity.Honest;

/// <summary>The results in Markdown, by thread count.</summary>
public static class HonestTable
{
    public static string Format(IReadOnlyList<HonestResult> results)
    {
        var text = new StringBuilder("| threads | runs | rows judged | false alarms | undecided | largest change of AP, pretrained | fine-tuned |\n|--:|--:|--:|--:|--:|--:|--:|\n");
        foreach (var group in results.GroupBy(result => result.Threads).OrderBy(group => group.Key))
        {
            text.Append(FormattableString.Invariant(
                $"| {group.Key} | {group.Count()} | {group.Sum(run => run.Judged)} | {group.Sum(run => run.Failed.Count)} | {group.Sum(run => run.Undecided)} | {group.Max(run => Math.Abs(run.Pretrained)):0.0000} | {group.Max(run => Math.Abs(run.FineTuned)):0.0000} |\n"));
        }

        return text.Append(FormattableString.Invariant($"\n{results.Count} honest runs, {results.Count(run => run.Failed.Count > 0)} false alarms.\n")).ToString();
    }
}
