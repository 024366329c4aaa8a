using System.Text.Json.Nodes;
using Dino.Evaluation;
using TorchSharp;
using TorchSharp.Modules;

namespace Dino.Training.Logs;

/// <summary>The numbers of <c>log.txt</c> as TensorBoard events (<c>events.out.tfevents.*</c>), tags train/..., test/... and ema_test/....</summary>
public sealed class TensorBoardLog
{
    private static readonly string[] Groups = ["train", "test", "ema_test"];

    private readonly SummaryWriter _writer;

    /// <summary>Begins the folder's events with <paramref name="earlier"/> lines; event files of earlier processes go, so that no epoch shows twice.</summary>
    public TensorBoardLog(string folder, IEnumerable<string> earlier)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "events.out.tfevents.*"))
        {
            File.Delete(file);
        }

        _writer = torch.utils.tensorboard.SummaryWriter(folder, createRunName: false);
        foreach (var line in earlier)
        {
            Write(line);
        }
    }

    /// <param name="line">A line of <c>log.txt</c>.</param>
    public void Write(string line)
    {
        var values = JsonNode.Parse(line)!.AsObject();
        var epoch = values["epoch"]!.GetValue<int>();
        foreach (var (key, value) in values)
        {
            if (Array.Find(Groups, group => key.StartsWith(group + "_", StringComparison.Ordinal)) is not { } group)
            {
                continue;
            }

            if (value is JsonArray stats)
            {
                foreach (var (name, stat) in CocoEvaluationResult.StatsNames.Zip(stats))
                {
                    _writer.add_scalar($"{group}/{name}", stat!.GetValue<float>(), epoch);
                }
            }
            else
            {
                _writer.add_scalar($"{group}/{key[(group.Length + 1)..]}", value!.GetValue<float>(), epoch);
            }
        }
    }
}
