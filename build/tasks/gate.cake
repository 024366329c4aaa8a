// Before the pipeline, which takes hours: whether the comparison that follows it can be made at all.
Task("CheckGate")
    .Description("Checks what Gate is given: profile, device, baseline, kernels. Runs nothing.")
    .IsDependentOn("Build")
    .Does(() => CompareWith("gate", "--check-only"));

Task("CheckAcceptance")
    .Description("Checks what AcceptBaselines is given: reason, profile, device, baseline, kernels. Runs nothing.")
    .IsDependentOn("Build")
    .Does(() => CompareWith("accept-baselines", "--check-only"));

Task("Gate")
    .Description("Runs the pipeline and compares it with its baseline; fails when it got worse.  --baseline=baselines --kernels=FILE")
    .IsDependentOn("CheckGate")
    .IsDependentOn("Report")
    .Does(() => CompareWith("gate"));

Task("AcceptBaselines")
    .Description("Runs the pipeline and makes it the baseline; prints old, new, difference and significance.  --reason=TEXT --baseline=baselines --kernels=FILE")
    .IsDependentOn("CheckAcceptance")
    .IsDependentOn("Report")
    .Does(() => CompareWith("accept-baselines"));

void CompareWith(string verb, params string[] flags) => Dino(arguments =>
{
    foreach (var word in flags.Prepend(verb))
    {
        arguments.Append(word);
    }

    var options = RunOptions.Concat(GateOptions);
    return WithOptions(arguments, verb == "gate" ? options : options.Append("reason"));
});

Task("Sensitivity")
    .Description("Breaks the product on purpose in a copy and shows what notices it; then repeats honest runs and counts false alarms.  --only=mutants|honest")
    .IsDependentOn("Build")
    .Does(() =>
    {
        var experiments = new[] { "mutants", "honest" };
        if (HasArgument("only") && !experiments.Contains(Argument<string>("only")))
        {
            throw new CakeException(BadInput, $"--only={Argument<string>("only")}: expected {string.Join(" or ", experiments)}");
        }

        foreach (var experiment in experiments.Where(name => Argument("only", name) == name))
        {
            if (StartProcess("dotnet", $"artifacts/bin/Dino.Sensitivity/release/Dino.Sensitivity.dll {experiment}") is not 0 and var exitCode)
            {
                throw new CakeException(exitCode, $"{experiment} ended with exit code {exitCode}: see artifacts/sensitivity");
            }
        }
    });
