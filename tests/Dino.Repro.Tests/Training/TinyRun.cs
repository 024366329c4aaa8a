using System.Diagnostics;
using System.Text.RegularExpressions;
using Dino.Checkpoints;
using Dino.Core;
using Dino.Data.Coco;
using Dino.Data.Splitting;
using Dino.Data.Synthetic;

namespace Dino.Repro.Tests.Training;

/// <summary>Starts <c>dino train</c> as a process of its own on a model and pictures that train in a second, saving after every step.</summary>
internal sealed partial class TinyRun : IDisposable
{
    private const string Profile = """
        {
          "name": "tiny",
          "description": "The smallest model that trains.",
          "model": {
            "num_classes": 2, "dn_labelbook_size": 2, "backbone": "resnet", "backbone_blocks": [1, 1, 1, 1], "backbone_base_width": 4, "hidden_dim": 32, "dim_feedforward": 48,
            "nheads": 4, "enc_layers": 1, "dec_layers": 2, "num_queries": 10, "num_select": 10, "dn_number": 4
          },
          "weights": { "shipped": "none.safetensors" },
          "data": { "synthetic_seed": 3, "synthetic_images": 8, "train": 6, "val": 2 },
          "fine_tune": { "class_map": {}, "finetune_ignore": [] },
          "recipe": {
            "lr": 1e-3, "lr_backbone": 1e-3, "batch_size": 1, "epochs": 3, "lr_drop": 2, "use_ema": true, "ema_decay": 0.9, "save_checkpoint_minutes": 0, "save_checkpoint_interval": 2,
            "data_aug_scales": [64, 80], "data_aug_max_size": 120, "data_aug_scales2_resize": [70], "data_aug_scales2_crop": [48, 64]
          },
          "gate": { "max_drop_pretrained": { "AP": 1 }, "max_drop_fine_tuned": { "AP": 1 } }
        }
        """;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("dino-train-");

    public TinyRun()
    {
        AtomicFile.WriteText(ProfileFile, Profile);
        SyntheticDataset.Write(Path.Combine(_root.FullName, "data"), new SyntheticOptions(Seed: 3, Images: 8, SyntheticStyle.Experiment, Width: 96, Height: 64));
        DatasetSplit.Write(CocoSource.Locate(Path.Combine(_root.FullName, "data")).Whole!, Data, new SplitOptions { Train = 6, Validation = 2 });
    }

    private string ProfileFile => Path.Combine(_root.FullName, "tiny.json");

    private string Data => Path.Combine(_root.FullName, "coco");

    public void Dispose() => _root.Delete(recursive: true);

    public string Folder(string name) => Path.Combine(_root.FullName, name);

    public string FineTune(string name) => Path.Combine(Folder(name), "finetune");

    /// <param name="limitKilobytes">The largest file that the process may write; null for no limit.</param>
    public Process Start(string name, bool resume, int? limitKilobytes = null, params string[] more)
    {
        string[] dino = ["dotnet", Path.Combine(AppContext.BaseDirectory, "dino.dll"), "train", "--profile", ProfileFile, "--weights", "none", "--data", Data, "--output", Folder(name), .. more];
        var command = string.Join(' ', dino.Select(word => $"'{word}'")) + (resume ? " --resume" : "");
        // The runtime doubles its mappings in a file that would count against the limit; the signal of the limit is ignored so that the write fails instead.
        var limit = limitKilobytes is { } kilobytes ? $"export DOTNET_EnableWriteXorExecute=0; trap '' XFSZ; ulimit -f {kilobytes * 1024 / 512}; " : "";
        return Process.Start(new ProcessStartInfo("sh", ["-c", $"{limit}exec {command}"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
    }

    /// <summary>Runs to the end.</summary>
    public (int ExitCode, string Output) Run(string name, bool resume, int? limitKilobytes = null, params string[] more)
    {
        using var process = Start(name, resume, limitKilobytes, more);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }

    /// <summary>All that a run leaves and that must not depend on interruptions: every tensor of every checkpoint, and the log but for its two readings of the clock.</summary>
    public string Result(string name)
    {
        var lines = Directory.GetFiles(FineTune(name), "*.safetensors").Order(StringComparer.Ordinal).SelectMany(Tensors);
        var log = File.ReadAllText(Path.Combine(FineTune(name), "log.txt"));
        return string.Join('\n', lines.Append(Clock().Replace(log, "")));
    }

    private static IEnumerable<string> Tensors(string path)
    {
        using var checkpoint = Checkpoint.Open(path);
        foreach (var tensor in checkpoint.Tensors)
        {
            using var values = tensor.ToTensor();
            yield return $"{Path.GetFileName(path)} {tensor.Name} {FileHash.Sha256(values.bytes)}";
        }
    }

    [GeneratedRegex("\"(now_time|epoch_time)\":\"[^\"]*\"")]
    private static partial Regex Clock();
}
