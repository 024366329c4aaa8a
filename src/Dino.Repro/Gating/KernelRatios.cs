using System.Text.Json;
using Dino.Core;
using Dino.Repro.Cli;

namespace Dino.Repro.Gating;

/// <summary>A file of kernel ratios.</summary>
/// <param name="Processor">CPU or GPU they were measured on; ratios of different models are not compared.</param>
public sealed record KernelRatios(string Processor, IReadOnlyList<KernelRatio> Ratios)
{
    /// <exception cref="BadInputException">Not such a file, a kernel is there twice, or a ratio is not inside its interval.</exception>
    public static KernelRatios Load(string path)
    {
        try
        {
            var file = JsonSerializer.Deserialize<KernelRatios>(File.ReadAllBytes(path), CommandJson.Options);
            if (file is null or { Processor: null } or { Ratios: null })
            {
                throw new BadInputException($"{path}: not a file of kernel ratios; expected processor and ratios");
            }

            if (file.Ratios.CountBy(ratio => ratio.Name).FirstOrDefault(kernel => kernel.Value > 1).Key is { } name)
            {
                throw new BadInputException($"{path}: {name} is there twice; expected every kernel once");
            }

            return file.Ratios.FirstOrDefault(ratio => !(ratio.Low > 0 && ratio.Low <= ratio.Ratio && ratio.Ratio <= ratio.High)) is { } bad
                ? throw new BadInputException($"{path}: {bad.Name} has the ratio {bad.Ratio} in [{bad.Low}, {bad.High}]; expected 0 < low <= ratio <= high")
                : file;
        }
        catch (JsonException exception)
        {
            throw new BadInputException($"{path}: not a file of kernel ratios ({exception.Message})", exception);
        }
    }

    public void Save(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, CommandJson.Options));
}
