using System.Diagnostics;
using System.Globalization;
using Dino.Checkpoints;
using Dino.Model;
using Dino.Model.Configuration;
using Dino.Ops;

namespace Dino.Benchmarks.Checkpoints;

/// <summary>Alternates between loading the weights of a 4-scale model (188 MB, as for fine-tuning) into the model and calling
/// <c>torch.load</c> on the same file with Debian's python3-torch. Both find the file in the system's cache. torch.load only
/// creates its tensors; loading here also fills the tensors of a model.</summary>
internal static class CheckpointLoad
{
    private const int Rounds = 7;
    private const double Mega = 1e6;

    public static void Run(TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("dino-load-");
        try
        {
            using var model = new DinoDetector(DinoConfig.FourScaleR50, MsDeformAttnOps.Select("reference"), seed: 1);
            var pth = Path.Combine(folder.FullName, "weights.pth");
            var safetensors = Path.Combine(folder.FullName, "weights.safetensors");
            TorchCheckpointWriter.Write(pth, new ReferenceCheckpoint { Model = model.StateDict(), Epoch = 11 });
            SafetensorsWriter.Write(safetensors, model.StateDict(), new Dictionary<string, string>());

            Report(output, model, pth, TorchLoad.IsInstalled);
            Report(output, model, safetensors, withTorch: false);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Report(TextWriter output, DinoDetector model, string path, bool withTorch)
    {
        var (ours, theirs) = (new List<double>(), new List<double>());
        var growth = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            using var memory = new AnonymousMemory();
            var started = Stopwatch.GetTimestamp();
            using (var checkpoint = Checkpoint.Open(path))
            {
                StateDictLoader.Load(model.StateDict(), checkpoint, new LoadOptions());
            }

            ours.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            growth = Math.Max(growth, memory.Growth());
            if (withTorch)
            {
                theirs.Add(TorchLoad.Seconds(path));
            }
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Path.GetFileName(path)}, {new FileInfo(path).Length / Mega:0} MB: " +
            $"{Median(ours):0.000} s (fastest {ours.Min():0.000}), memory grew by at most {growth / Mega:0.0} MB"));
        if (withTorch)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  torch.load: {Median(theirs):0.000} s (fastest {theirs.Min():0.000}), " +
                $"{Median(theirs) / Median(ours):0.00} times as long"));
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
