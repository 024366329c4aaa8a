using Dino.Repro.Cli;

return await Application.RunAsync(args);
