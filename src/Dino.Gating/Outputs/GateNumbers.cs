using System.Globalization;
using Dino.Gating.Comparison;

namespace Dino.Gating.Outputs;

/// <summary>Numbers of a row as people read them; the same in every output.</summary>
public static class GateNumbers
{
    private const string Absent = "-";

    public static string Value(double? value) => value?.ToString(value is > -10 and < 10 ? "0.0000" : "0.0", CultureInfo.InvariantCulture) ?? Absent;

    public static string Difference(GateRow row) => Signed(row.Difference);

    public static string Interval(GateRow row) => row.Low is null ? Absent : $"[{Signed(row.Low)}, {Signed(row.High)}]";

    public static string Limit(GateRow row) => row.Limit?.ToString(row.Limit is > 0 and < 1e-4 ? "0e+0" : "0.####", CultureInfo.InvariantCulture) ?? Absent;

    private static string Signed(double? value) => value?.ToString("+0.0000;-0.0000;0.0000", CultureInfo.InvariantCulture) ?? Absent;
}
