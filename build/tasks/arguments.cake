// Arguments of every target; what is not given is left to the profile.
//   --profile=embedded|dino-4scale-r50|dino-4scale-r50-12ep|dino-5scale-r50|FILE.json
//   --data=FOLDER --annotations=FILE --weights=FILE|none --device=cpu|cuda --op=auto|reference|cpu --epochs=N --seed=N --output=FOLDER --force

readonly string[] RunOptions = { "profile", "data", "annotations", "weights", "device", "op", "epochs", "seed", "output" };

ProcessArgumentBuilder WithRunOptions(ProcessArgumentBuilder arguments)
{
    foreach (var name in RunOptions.Where(HasArgument))
    {
        arguments.Append("--" + name).AppendQuoted(Argument<string>(name));
    }

    return HasArgument("force") ? arguments.Append("--force") : arguments;
}

ProcessArgumentBuilder WithGateOptions(ProcessArgumentBuilder arguments)
{
    foreach (var name in new[] { "baseline", "kernels" }.Where(HasArgument))
    {
        arguments.Append("--" + name).AppendQuoted(Argument<string>(name));
    }

    return WithRunOptions(arguments);
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

void ReproduceTo(string stage) => Dino(arguments => WithRunOptions(arguments.Append("reproduce").Append("--to").Append(stage)));
