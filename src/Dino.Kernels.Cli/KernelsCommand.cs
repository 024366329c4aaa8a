using System.CommandLine;
using Dino.Core;
using Dino.Kernels.Cli.Cases;
using Dino.Kernels.Cli.Reports;
using Dino.Kernels.Cuda;
using Dino.Kernels.Cuda.Compilation;
using Dino.Kernels.Cuda.Driver;

namespace Dino.Kernels.Cli;

/// <summary>The command line <c>dino-kernels</c>: checks and measures the CUDA kernels on a GPU.</summary>
internal static class KernelsCommand
{
    private const int Passed = 0;
    private const int CheckFailed = 1;
    private const int BadInput = 2;
    private const int Interrupted = 3;

    /// <summary>Runs the command line. A failure writes one line to the error stream.</summary>
    /// <returns>0: all kernels are within their limits; 1: a kernel missed its limit or the driver failed; 2: bad usage, or no
    /// GPU; 3: interrupted.</returns>
    public static int Invoke(IReadOnlyList<string> arguments)
    {
        var parse = Create().Parse(arguments);
        if (parse.Errors.Count > 0)
        {
            return Complain(parse.Errors[0].Message, BadInput);
        }

        // Device memory is freed with the process, and the only file is written at the end.
        using var interruption = new Interruption(message => Complain(message, Interrupted), TimeSpan.Zero, Interrupted);
        try
        {
            return parse.Invoke(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (CudaException error)
        {
            return Complain(error.Message, CheckFailed);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Complain(error.Message, BadInput);
        }
    }

    private static RootCommand Create()
    {
        var device = new Option<int>("--device") { Description = "Number of the CUDA device." };
        var blockSizes = new Option<bool>("--block-sizes")
        {
            Description = "Measures every block size of the vectorised kernels, to judge the launcher's choice.",
        };
        var json = new Option<FileInfo?>("--json") { Description = "Writes the numbers to this file." };
        var root = new RootCommand(
            "Checks the deformable-attention kernels against the CPU on the shapes of DINO and measures them. " +
            "Needs an NVIDIA GPU with compute capability 8.0 or newer and its driver.")
        {
            device, blockSizes, json, PtxCommand.Create(),
        };
        root.SetAction(parse => Run(parse.GetValue(device), parse.GetValue(blockSizes), parse.GetValue(json)?.FullName));
        return root;
    }

    private static int Run(int number, bool blockSizes, string? json)
    {
        var driver = new LibCuda();
        if (!CudaDevice.TryOpen(driver, PtxCache.User, number, out var device, out var reason))
        {
            return Complain(reason, BadInput);
        }

        var report = new KernelBench(device, driver, Console.Error.WriteLine).Run(DinoShapes.All, blockSizes);
        Console.Write(ReportText.Format(report));
        if (json is not null)
        {
            AtomicFile.WriteText(json, ReportJson.Format(report));
        }

        return report.Kernels.All(kernel => kernel.Passed) ? Passed : CheckFailed;
    }

    private static int Complain(string message, int exitCode)
    {
        Console.Error.WriteLine("dino-kernels: " + PlainText.Of(message.ReplaceLineEndings(" ")));
        return exitCode;
    }
}
