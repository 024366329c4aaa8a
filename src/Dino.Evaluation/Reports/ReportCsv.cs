using System.Globalization;
using System.Text;
using Dino.Core;

namespace Dino.Evaluation;

/// <summary>The table of categories as CSV (RFC 4180): one row for all of them, one for each; numbers at full precision, -1 where there is
/// nothing to measure.</summary>
public static class ReportCsv
{
    /// <summary>How the first line begins.</summary>
    public const string FirstColumns = "category_id,category,";

    public static string Format(EvaluationReport report)
    {
        var text = new StringBuilder();
        text.Append(FirstColumns).AppendJoin(',', report.PerCategoryNames).Append("\r\n");
        var overall = report.PerCategoryNames.Select(name => report.Stats[report.StatsNames.ToList().IndexOf(name)]);
        AppendRow(text, "", "all", overall);
        foreach (var (id, numbers) in report.PerCategory)
        {
            AppendRow(text, id.ToString(CultureInfo.InvariantCulture), report.CategoryNames[id], numbers);
        }

        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, string id, string name, IEnumerable<double> numbers)
        => text.Append(id).Append(',').Append(CsvField.Of(name)).Append(',')
            .AppendJoin(',', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)))
            .Append("\r\n");
}
