Task("Clean")
    .Description("Deletes everything that builds and runs made (artifacts/).")
    .Does(() => CleanDirectories(new[] { "artifacts/bin", "artifacts/obj", "artifacts/runs" }));

Task("Restore")
    .Description("Restores the packages.")
    .Does(() => DotNetRestore("Dino.Repro.sln"));

Task("Build")
    .Description("Builds all projects in Release; warnings are errors.")
    .IsDependentOn("Restore")
    .Does(() => DotNetBuild("Dino.Repro.sln", new DotNetBuildSettings { NoRestore = true, NoLogo = true, Verbosity = DotNetVerbosity.Quiet }));

Task("Test")
    .Description("Runs all tests.")
    .IsDependentOn("Build")
    .Does(() => DotNetTest("Dino.Repro.sln", new DotNetTestSettings { NoBuild = true, NoLogo = true }));

Task("Format")
    .Description("Fails when dotnet format would change a file.")
    .IsDependentOn("Restore")
    .Does(() => DotNetFormat("Dino.Repro.sln", new DotNetFormatSettings { NoRestore = true, VerifyNoChanges = true }));
