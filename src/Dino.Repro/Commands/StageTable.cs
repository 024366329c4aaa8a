using System.Globalization;
using Dino.Model.Profiling;
using Spectre.Console;

namespace Dino.Repro.Commands;

/// <summary>Where the time of forward passes went.</summary>
internal static class StageTable
{
    /// <param name="gemm">Time of the product of <see cref="GemmSpeed"/> on this machine, in the type that was computed in.</param>
    public static Table Of(IReadOnlyCollection<StageTotal> stages, int images, TimeSpan gemm)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("stage", "ms an image", "share", "GFLOP", "GFLOP/s", "of the GEMM's speed");
        var all = stages.Aggregate((sum, stage) => new StageTotal("all", sum.Time + stage.Time, sum.Multiplications + stage.Multiplications));
        foreach (var stage in stages.Append(all))
        {
            var perSecond = stage.Multiplications / stage.Time.TotalSeconds;
            table.AddRow(
                stage.Stage,
                Number(stage.Time.TotalMilliseconds / images, "0.0"),
                Number(stage.Time / all.Time, "0.0%"),
                Dense(2e-9 * stage.Multiplications / images, "0.0"),
                Dense(2e-9 * perSecond, "0"),
                Dense(perSecond * gemm.TotalSeconds / GemmSpeed.Multiplications, "0%"));
        }

        return table;
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Dense(double value, string format) => value == 0 ? "" : Number(value, format);
}
