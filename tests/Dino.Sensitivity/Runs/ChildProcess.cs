using System.Diagnostics;

namespace Dino.Sensitivity.Runs;

/// <summary>A finished program.</summary>
/// <param name="Output">Standard output, then standard error.</param>
public sealed record ChildProcess(string Command, int ExitCode, string Output)
{
    /// <summary>A mutant may loop for ever. Far longer than anything here takes on a busy machine: what runs into it is no result.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

    /// <param name="environment">Variables set for it.</param>
    /// <exception cref="InvalidOperationException">It did not end in time: that says nothing of a mutant on a busy machine.</exception>
    public static ChildProcess Run(string program, IReadOnlyList<string> arguments, string folder, params IReadOnlyList<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        // Build nodes that outlive the build would keep its output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} did not end within {Limit.TotalMinutes} minutes");
        }

        return new ChildProcess($"{program} {string.Join(' ', arguments)}", process.ExitCode, output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult());
    }

    /// <exception cref="InvalidOperationException">It ended with another exit code than 0; the message has its output.</exception>
    public ChildProcess RequireSuccess()
        => ExitCode == 0 ? this : throw new InvalidOperationException($"{Command} ended with exit code {ExitCode}:\n{Output}");
}
