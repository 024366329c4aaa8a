using System.Text.Json.Nodes;
using Dino.Evaluation;
using TorchSharp;
using TorchSharp.Modules;

namespace Dino.Training.Logs;

/// <summary>The numbers of <c>log.txt</c> as TensorBoard events (<c>events.out.tfevents.*</c>), tags train/... and test/....</summary>
public sealed class TensorBoardLog(string folder)
{
    private readonly SummaryWriter _writer = torch.utils.tensorboard.SummaryWriter(folder, createRunName: false);

    /// <param name="line">A line of <c>log.txt</c>.</param>
    public void Write(string line)
    {
        var values = JsonNode.Parse(line)!.AsObject();
        var epoch = values["epoch"]!.GetValue<int>();
        foreach (var (key, value) in values)
        {
            var split = key.IndexOf('_', StringComparison.Ordinal);
            if (value is JsonArray stats)
            {
                foreach (var (name, stat) in CocoEvaluationResult.StatsNames.Zip(stats))
                {
                    _writer.add_scalar("test/" + name, stat!.GetValue<float>(), epoch);
                }
            }
            else if (split > 0 && key[..split] is "train" or "test")
            {
                _writer.add_scalar($"{key[..split]}/{key[(split + 1)..]}", value!.GetValue<float>(), epoch);
            }
        }
    }
}
