Task("Gate")
    .Description("Runs the pipeline and compares it with its baseline; fails when it got worse.  --baseline=baselines --kernels=FILE")
    .IsDependentOn("Report")
    .Does(() => Dino(arguments => WithGateOptions(arguments.Append("gate"))));

Task("AcceptBaselines")
    .Description("Runs the pipeline and makes it the baseline; prints old, new, difference and significance.  --reason=TEXT --baseline=baselines --kernels=FILE")
    .IsDependentOn("Report")
    .Does(() => Dino(arguments => WithGateOptions(arguments.Append("accept-baselines").Append("--reason").AppendQuoted(Argument("reason", "")))));
