Task("Ci")
    .Description("What a pull request must pass: format, build, tests.")
    .IsDependentOn("Format")
    .IsDependentOn("Test");
