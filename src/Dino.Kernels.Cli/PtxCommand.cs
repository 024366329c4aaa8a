using System.CommandLine;
using Dino.Core;
using Dino.Kernels.Cuda;
using Dino.Kernels.Cuda.Compilation;

namespace Dino.Kernels.Cli;

/// <summary>The command <c>dino-kernels ptx</c>: writes the PTX of all kernels, for ptxas or a profiler. Needs no GPU.</summary>
internal static class PtxCommand
{
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("FOLDER")
        {
            Description = "The folder for one file per kernel and architecture.",
        };
        var command = new Command("ptx", "Writes the kernels' PTX for sm_80 and sm_90. Needs no GPU.") { folder };
        command.SetAction(parse => Write(parse.GetRequiredValue(folder).FullName));
        return command;
    }

    private static int Write(string folder)
    {
        foreach (var target in CudaTarget.All)
        {
            foreach (var kernel in DeviceKernels.All(target))
            {
                var path = Path.Combine(folder, $"{kernel.Name}-{target.Name}.ptx");
                AtomicFile.WriteText(path, PtxCompiler.Compile(kernel, target).Text);
                Console.WriteLine(PlainText.Of(path));
            }
        }

        return 0;
    }
}
