using System.CommandLine;
using Dino.Core;
using Dino.Ops;
using Dino.Pipeline.Profiles;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Terminal;
using Dino.Torch.Runtime;
using Spectre.Console;

namespace Dino.Repro.Options;

/// <summary>The options that every step of the pipeline shares.</summary>
internal sealed class RunOptions
{
    private readonly Option<string> _profile = new("--profile")
    {
        Description = $"{string.Join(", ", ProfileCatalogue.Names)}, or a JSON file.",
        DefaultValueFactory = _ => ProfileCatalogue.Default,
    };

    private readonly Option<string?> _data = new("--data") { Description = "A COCO folder (split or not). Default: the profile's synthetic set." };
    private readonly Option<string?> _annotations = new("--annotations") { Description = "The annotation file, where the folder's layout does not show it." };
    private readonly Option<string?> _weights = new("--weights") { Description = "A weights file, or none for random weights. Default: the profile's." };
    private readonly Option<string> _device = new("--device") { Description = "cpu or cuda.", DefaultValueFactory = _ => "cpu" };
    private readonly Option<string> _op = new("--op")
    {
        Description = $"Deformable attention: {string.Join(", ", MsDeformAttnOps.Names)}.",
        DefaultValueFactory = _ => MsDeformAttnOps.Default,
    };

    private readonly Option<int?> _epochs = new("--epochs") { Description = "Epochs of training. Default: the recipe's." };
    private readonly Option<long> _seed = new("--seed") { Description = "Seed of every random draw.", DefaultValueFactory = _ => 42 };
    private readonly Option<string?> _output = new("--output") { Description = "The run's folder. Default: artifacts/runs/<profile>." };

    private Option[] All => [_profile, _data, _annotations, _weights, _device, _op, _epochs, _seed, _output];

    public RunOptions AddTo(Command command)
    {
        _device.AcceptOnlyFromAmong("cpu", "cuda");
        _op.AcceptOnlyFromAmong([.. MsDeformAttnOps.Names]);
        foreach (var option in All)
        {
            command.Add(option);
        }

        return this;
    }

    /// <exception cref="BadInputException">The profile or a number is bad, or the op does not run on the device.</exception>
    public RunContext Read(ParseResult parse)
    {
        var profile = ProfileCatalogue.Load(parse.GetValue(_profile)!);
        var epochs = parse.GetValue(_epochs);
        if (epochs <= 0)
        {
            throw new BadInputException($"--epochs is {epochs}; expected at least 1");
        }

        var (device, op) = (parse.GetValue(_device)!, parse.GetValue(_op)!);
        MsDeformAttnOps.Require(op, TorchDevice.Kind(device));
        return new RunContext(
            profile,
            new RunFolder(Path.GetFullPath(parse.GetValue(_output) ?? Path.Combine("artifacts", "runs", profile.Name))),
            parse.GetValue(_data),
            parse.GetValue(_annotations),
            parse.GetValue(_weights),
            device,
            epochs,
            parse.GetValue(_seed),
            new RunConsole(AnsiConsole.Console, TimeProvider.System))
        {
            Op = op,
            Given = Typed(parse, All),
        };
    }

    /// <summary>Those of the options that the command line says, by name without dashes.</summary>
    internal static IReadOnlyDictionary<string, string> Typed(ParseResult parse, params IEnumerable<Option> options)
        => options.Select(parse.GetResult)
            .Where(result => result is { Implicit: false, Tokens.Count: > 0 })
            .ToDictionary(result => result!.Option.Name.TrimStart('-'), result => result!.Tokens[0].Value);
}
