using Dino.Repro.Cli;

// Before the first tensor exists.
Dino.Training.Runtime.NativeRuntime.Configure();
return await Application.RunAsync(args);
