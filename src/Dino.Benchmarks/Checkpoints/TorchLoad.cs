using System.Diagnostics;
using System.Globalization;

namespace Dino.Benchmarks.Checkpoints;

/// <summary><c>torch.load</c> in its own Python process (Debian: apt-get install python3-torch).</summary>
internal static class TorchLoad
{
    private const string Python = "/usr/bin/python3";

    // Importing torch takes longer than loading, so only the call is timed.
    private const string Script =
        """
        import sys, time, torch
        start = time.perf_counter()
        torch.load(sys.argv[1], map_location='cpu', weights_only=True)
        print(time.perf_counter() - start)
        """;

    public static bool IsInstalled { get; } = File.Exists(Python) && Run("import torch").ExitCode == 0;

    public static double Seconds(string path)
    {
        var (exitCode, output) = Run(Script, path);
        return exitCode == 0
            ? double.Parse(output, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"torch.load failed: {output}");
    }

    private static (int ExitCode, string Output) Run(string script, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", script, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, process.ExitCode == 0 ? output : output + errors.Result);
    }
}
