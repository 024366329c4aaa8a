// Arguments of every target; what is not given is left to the profile.
//   --profile=embedded|dino-4scale-r50|dino-4scale-r50-12ep|dino-5scale-r50|FILE.json
//   --data=FOLDER --annotations=FILE --weights=FILE|none --device=cpu|cuda --op=auto|reference|cpu|cuda|cuda-deterministic
//   --epochs=N --seed=N --output=FOLDER --force

readonly string[] RunOptions = { "profile", "data", "annotations", "weights", "device", "op", "epochs", "seed", "output" };
readonly string[] GateOptions = { "baseline", "kernels" };

// What each target takes besides Cake's own arguments; those that are not named are the pipeline's.
string[] ArgumentsOf(string target) => target.ToLowerInvariant() switch
{
    "gate" or "checkgate" => RunOptions.Concat(GateOptions).Append("force").ToArray(),
    "acceptbaselines" or "checkacceptance" => RunOptions.Concat(GateOptions).Append("force").Append("reason").ToArray(),
    "pretrain" => RunOptions,
    "benchmark" => new[] { "filter", "output" },
    "sensitivity" => new[] { "only" },
    "build" or "clean" or "restore" or "test" or "format" or "workflows" or "ci" => Array.Empty<string>(),
    _ => RunOptions.Append("force").ToArray(),
};

// A misspelt argument would otherwise be ignored, and hours later the result would be of something else than was asked for.
void RequireKnownArguments(string target)
{
    var cake = new[] { "target", "verbosity", "exclusive" };
    var known = ArgumentsOf(target).Concat(cake).ToArray();
    foreach (var (name, values) in Context.Arguments.GetArguments())
    {
        if (name.Contains('_'))
        {
            continue; // Cake's configuration, such as --settings_skipverification
        }

        if (!known.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            var nearest = Nearest(name, known);
            throw new CakeException(BadInput, $"--{name}: target {target} has no such argument; the nearest is --{nearest}");
        }

        if (values.Count > 1)
        {
            throw new CakeException(BadInput, $"--{name} is given {values.Count} times; expected once");
        }

        var (value, isFlag) = (values.First(), name.Equals("force", StringComparison.OrdinalIgnoreCase));
        if (isFlag && !string.IsNullOrEmpty(value) && value != "true")
        {
            throw new CakeException(BadInput, $"--force={value}: expected --force alone, or none");
        }

        if (!isFlag && string.IsNullOrWhiteSpace(value))
        {
            throw new CakeException(BadInput, $"--{name} is empty; expected --{name}=VALUE");
        }
    }
}

// dino's exit code for what the user gave.
const int BadInput = 2;

string Nearest(string name, IEnumerable<string> known)
    => known.OrderBy(other => Distance(name.ToLowerInvariant(), other.ToLowerInvariant())).First();

// Letters to insert, delete or exchange.
int Distance(string from, string to)
{
    var row = Enumerable.Range(0, to.Length + 1).ToArray();
    for (var i = 1; i <= from.Length; i++)
    {
        var diagonal = row[0];
        row[0] = i;
        for (var j = 1; j <= to.Length; j++)
        {
            var exchanged = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
            (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, exchanged));
        }
    }

    return row[^1];
}

ProcessArgumentBuilder WithOptions(ProcessArgumentBuilder arguments, IEnumerable<string> names)
{
    foreach (var name in names.Where(HasArgument))
    {
        arguments.Append("--" + name).AppendQuoted(Argument<string>(name));
    }

    return arguments;
}

void Dino(Func<ProcessArgumentBuilder, ProcessArgumentBuilder> arguments)
{
    var exitCode = StartProcess("dotnet", new ProcessSettings
    {
        Arguments = arguments(new ProcessArgumentBuilder().AppendQuoted("artifacts/bin/Dino.Repro/release/dino.dll")),
    });
    if (exitCode != 0)
    {
        throw new CakeException(exitCode, $"dino ended with exit code {exitCode}");
    }
}

void ReproduceTo(string stage) => Dino(arguments =>
{
    WithOptions(arguments.Append("reproduce").Append("--to").Append(stage), RunOptions);
    return HasArgument("force") ? arguments.Append("--force") : arguments;
});

// Runs the target and ends with the exit code of what failed in it: Cake's own would be 1, whatever dino said.
void Run(string target)
{
    if (!Tasks.Any(task => task.Name.Equals(target, StringComparison.OrdinalIgnoreCase)))
    {
        var nearest = Nearest(target, Tasks.Select(task => task.Name));
        throw new CakeException(BadInput, $"--target={target}: there is no such target; the nearest is {nearest}");
    }

    RequireKnownArguments(target);
    try
    {
        RunTarget(target);
    }
    catch (CakeReportException report) when (report.InnerException is CakeException failure)
    {
        throw new CakeException(failure.ExitCode, failure.Message);
    }
}
