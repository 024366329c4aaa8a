using Dino.Repro.Cli;

// Before the first tensor exists.
Dino.Torch.Runtime.NativeRuntime.Configure();
return await Application.RunAsync(args);
