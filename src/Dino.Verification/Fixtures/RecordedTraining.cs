using System.Text.Json;
using Dino.Core;

namespace Dino.Verification.Fixtures;

/// <summary>The numbers beside a <c>model-train</c> fixture (<c>x.json</c> beside <c>x.safetensors</c>).</summary>
/// <param name="Path">The file.</param>
/// <param name="Steps">step0, step1, ... in order.</param>
/// <param name="WeightDict">Factors of the loss terms.</param>
/// <param name="ParamGroups">Optimizer groups, the backbone's last.</param>
/// <param name="Dn">Layout of the denoising queries.</param>
internal sealed record RecordedTraining(
    string Path,
    IReadOnlyList<RecordedTraining.Step> Steps,
    IReadOnlyDictionary<string, double> WeightDict,
    IReadOnlyList<RecordedTraining.Group> ParamGroups,
    RecordedTraining.Denoising Dn)
{
    private static readonly JsonSerializerOptions Options = InputJson.Strict(
        new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower });

    /// <exception cref="BadInputException">A part is missing or malformed; the message names the file.</exception>
    public static RecordedTraining Read(string path)
        => InputJson.Examine(path, root => Of(path, root), "the record of a training");

    private static RecordedTraining Of(string path, JsonElement root)
    {
        var steps = new List<Step>();
        while (root.TryGetProperty($"step{steps.Count}", out var step))
        {
            steps.Add(Part<Step>(step, $"step{steps.Count}"));
        }

        return new RecordedTraining(
            path,
            steps.Count > 0 ? steps : throw new JsonException("no step0"),
            Part<Dictionary<string, double>>(root.GetProperty("weight_dict"), "weight_dict"),
            Part<Group[]>(root.GetProperty("param_groups"), "param_groups"),
            Part<Denoising>(root.GetProperty("dn"), "dn"));

        T Part<T>(JsonElement element, string name)
            => InputJson.Parse<T>(element.GetRawText(), $"{path}: {name}", Options, "as expected");
    }

    /// <param name="Losses">Terms by name, not weighted.</param>
    /// <param name="GradNormTotal">Before clipping.</param>
    /// <param name="GradNorm">Of every trainable parameter, before clipping.</param>
    /// <param name="ParamAfter">Sum and L2 norm of every parameter after the update.</param>
    internal sealed record Step(
        Dictionary<string, double> Losses,
        double Total,
        double GradNormTotal,
        Dictionary<string, double> GradNorm,
        Dictionary<string, double[]> ParamAfter);

    internal sealed record Group(double Lr, int N);

    internal sealed record Denoising(int PadSize, int NumDnGroup);
}
