using System.Globalization;
using System.Xml.Linq;
using Dino.Core;
using Dino.Gating.Comparison;

namespace Dino.Gating.Outputs;

/// <summary>The report as JUnit XML: a suite a group, a test case a number. XML has no place for control characters.</summary>
public static class GateJUnit
{
    public static string Format(GateReport report) => new XDeclaration("1.0", "utf-8", null) + "\n" + new XElement(
        "testsuites",
        new XAttribute("name", PlainText.Of($"gate {report.Profile}-{report.DeviceClass}")),
        Counts(report.Rows),
        report.Rows.GroupBy(row => row.Group).Select(group => new XElement(
            "testsuite",
            new XAttribute("name", PlainText.Of(group.Key)),
            Counts([.. group]),
            group.Select(row => Case(report, row))))) + "\n";

    private static XElement Case(GateReport report, GateRow row) => new(
        "testcase",
        new XAttribute("classname", PlainText.Of($"gate.{report.Profile}-{report.DeviceClass}.{row.Group}")),
        new XAttribute("name", PlainText.Of(row.Name)),
        row.Status switch
        {
            GateStatus.Fail => new XElement("failure", new XAttribute("message", PlainText.Of(row.Text)), Numbers(row)),
            GateStatus.Skip => new XElement("skipped", new XAttribute("message", PlainText.Of(row.Text))),
            _ => new XElement("system-out", PlainText.Of($"{row.Text} {Numbers(row)}")),
        });

    private static string Numbers(GateRow row)
        => $"baseline {GateNumbers.Value(row.Baseline)} now {GateNumbers.Value(row.Now)} difference {GateNumbers.Difference(row)} interval {GateNumbers.Interval(row)} limit {GateNumbers.Limit(row)}";

    private static XAttribute[] Counts(IReadOnlyList<GateRow> rows) =>
    [
        new("tests", rows.Count.ToString(CultureInfo.InvariantCulture)),
        new("failures", rows.Count(row => row.Status == GateStatus.Fail).ToString(CultureInfo.InvariantCulture)),
        new("skipped", rows.Count(row => row.Status == GateStatus.Skip).ToString(CultureInfo.InvariantCulture)),
    ];
}
