Task("Gate")
    .Description("Runs the pipeline and compares it with its baseline; fails when it got worse.  --baseline=baselines --kernels=FILE")
    .IsDependentOn("Report")
    .Does(() => Dino(arguments => WithGateOptions(arguments.Append("gate"))));

Task("AcceptBaselines")
    .Description("Runs the pipeline and makes it the baseline; prints old, new, difference and significance.  --reason=TEXT --baseline=baselines --kernels=FILE")
    .IsDependentOn("Report")
    .Does(() => Dino(arguments => WithGateOptions(arguments.Append("accept-baselines").Append("--reason").AppendQuoted(Argument("reason", "")))));

Task("Sensitivity")
    .Description("Breaks the product on purpose in a copy and shows what notices it; then repeats honest runs and counts false alarms.  --only=mutants|honest")
    .IsDependentOn("Build")
    .Does(() =>
    {
        foreach (var experiment in new[] { "mutants", "honest" }.Where(name => Argument("only", name) == name))
        {
            if (StartProcess("dotnet", $"artifacts/bin/Dino.Sensitivity/release/Dino.Sensitivity.dll {experiment}") is not 0 and var exitCode)
            {
                throw new CakeException(exitCode, $"{experiment} ended with exit code {exitCode}: see artifacts/sensitivity");
            }
        }
    });
