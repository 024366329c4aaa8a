using System.Text.Json;
using Dino.Core;
using Dino.Pipeline.Terminal;

namespace Dino.Pipeline.Kernels;

/// <summary>A file of kernel ratios.</summary>
/// <param name="Processor">CPU or GPU they were measured on; ratios of different models are not compared.</param>
public sealed record KernelRatios(string Processor, IReadOnlyList<KernelRatio> Ratios)
{
    /// <exception cref="BadInputException">Not such a file or not readable, a kernel is there twice or none at all, or a ratio
    /// is not inside its interval.</exception>
    public static KernelRatios Load(string path)
    {
        if (!InputFile.IsThere(path))
        {
            throw new BadInputException($"{path}: no such file; expected kernels.json of the target Benchmark");
        }

        var file = InputJson.Read<KernelRatios>(path, CommandJson.Input, "a file of kernel ratios; the target Benchmark writes one");
        if (file.Ratios.Count == 0)
        {
            throw new BadInputException($"{path}: has no ratios; expected those of at least one kernel");
        }

        if (file.Ratios.CountBy(ratio => ratio.Name).FirstOrDefault(kernel => kernel.Value > 1).Key is { } name)
        {
            throw new BadInputException($"{path}: {name} is there twice; expected every kernel once");
        }

        // Written so that NaN fails.
        var bad = file.Ratios.FirstOrDefault(ratio => !(ratio.Low > 0 && ratio.Low <= ratio.Ratio && ratio.Ratio <= ratio.High));
        return bad is not null
            ? throw new BadInputException(
                $"{path}: {bad.Name} has the ratio {bad.Ratio} in [{bad.Low}, {bad.High}]; expected 0 < low <= ratio <= high")
            : file;
    }

    /// <summary>Reads the file of an option; null where it was not given.</summary>
    /// <exception cref="BadInputException">See <see cref="Load"/>.</exception>
    public static KernelRatios? LoadGiven(FileInfo? file) => file is null ? null : Load(file.FullName);

    public void Save(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, CommandJson.Options));
}

/// <summary>How much faster a kernel is than its reference, measured in one run on one machine.</summary>
/// <param name="Name">Kernel, direction, shape and type.</param>
/// <param name="Ratio">Time of the reference over time of the kernel.</param>
/// <param name="Low">Lower end of the ratio's 95% interval.</param>
/// <param name="High">Upper end.</param>
public sealed record KernelRatio(string Name, double Ratio, double Low, double High);
