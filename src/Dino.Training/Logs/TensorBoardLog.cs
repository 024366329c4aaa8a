using System.Text.Json;
using Dino.Core;
using Dino.Evaluation;
using TorchSharp;
using TorchSharp.Modules;

namespace Dino.Training.Logs;

/// <summary>The numbers of <c>log.txt</c> as TensorBoard events (<c>events.out.tfevents.*.dino</c>), tags train/..., test/... and
/// ema_test/....</summary>
public sealed class TensorBoardLog
{
    /// <summary>Ends the names of our event files, so that others in the folder are left alone.</summary>
    public const string Suffix = ".dino";

    private static readonly string[] Groups = ["train", "test", "ema_test"];

    private readonly SummaryWriter _writer;

    /// <summary>Writes the <paramref name="earlier"/> lines of the log again, and deletes the event files of earlier processes, so
    /// that no epoch shows twice.</summary>
    public TensorBoardLog(string folder, IEnumerable<string> earlier)
    {
        foreach (var file in Directory.EnumerateFiles(folder, $"events.out.tfevents.*{Suffix}"))
        {
            File.Delete(file);
        }

        _writer = torch.utils.tensorboard.SummaryWriter(folder, Suffix, createRunName: false);
        foreach (var line in earlier)
        {
            Write(line);
        }
    }

    /// <param name="line">A line of <c>log.txt</c>.</param>
    /// <exception cref="BadInputException">It is not.</exception>
    public void Write(string line) => InputJson.ExamineText(line, "log of the run", Write, "a line with the numbers of an epoch");

    private int Write(JsonElement values)
    {
        var epoch = values.GetProperty("epoch").GetInt32();
        foreach (var (key, value) in values.EnumerateObject().Select(member => (member.Name, member.Value)))
        {
            if (Array.Find(Groups, group => key.StartsWith(group + "_", StringComparison.Ordinal)) is not { } group)
            {
                continue;
            }

            if (value.ValueKind == JsonValueKind.Array)
            {
                foreach (var (name, stat) in CocoEvaluationResult.StatsNames.Zip(value.EnumerateArray()))
                {
                    _writer.add_scalar($"{group}/{name}", stat.GetSingle(), epoch);
                }
            }
            else
            {
                _writer.add_scalar($"{group}/{key[(group.Length + 1)..]}", value.GetSingle(), epoch);
            }
        }

        return epoch;
    }
}
