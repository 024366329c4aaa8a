using System.Diagnostics;
using System.Text;

namespace Dino.Repro.Tests.Cli;

/// <summary><c>dino</c> as a user starts it: a process of its own.</summary>
internal sealed class DinoProcess : IDisposable
{
    /// <summary>Longer than anything takes on a loaded machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    public DinoProcess(params string[] arguments)
    {
        // A job that a shell started in the background ignores SIGINT, and would hand that on.
        string[] signals = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT"] : [];
        string[] command = [.. signals, "dotnet", Path.Combine(AppContext.BaseDirectory, "dino.dll"), .. arguments];
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(command[0], command[1..])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            },
        };
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_error, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output => Read(_output);

    public string Error => Read(_error);

    public int ExitCode => _process.ExitCode;

    /// <summary>Runs to the end, which must come within <paramref name="limit"/>.</summary>
    public static (int ExitCode, string Output, string Error) Run(TimeSpan limit, params string[] arguments)
    {
        using var process = new DinoProcess(arguments);
        process.WaitForExit(limit);
        return (process.ExitCode, process.Output, process.Error);
    }

    /// <summary>Waits until the process has begun what a test is about.</summary>
    public void WaitFor(Func<bool> begun)
    {
        var watch = Stopwatch.StartNew();
        while (!begun())
        {
            Assert.False(_process.HasExited, $"ended too early: {Output}{Error}");
            Assert.True(watch.Elapsed < Patience, $"has not begun: {Output}{Error}");
            Thread.Sleep(20);
        }
    }

    /// <param name="signal">TERM or INT.</param>
    /// <returns>The time from the signal to the end.</returns>
    public TimeSpan EndBy(string signal, TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        using (var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]))
        {
            kill.WaitForExit();
        }

        WaitForExit(limit);
        return watch.Elapsed;
    }

    public void WaitForExit(TimeSpan? limit = null)
    {
        if (!_process.WaitForExit(limit ?? Patience))
        {
            _process.Kill();
            _process.WaitForExit();
            Assert.Fail($"did not end: {Output}{Error}");
        }

        // Without a limit it waits for the last lines too.
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static void Keep(StringBuilder text, string? line)
    {
        lock (text)
        {
            if (line is not null)
            {
                text.Append(line).Append('\n');
            }
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
