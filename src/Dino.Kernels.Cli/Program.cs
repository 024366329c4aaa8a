using Dino.Kernels.Cli;

return KernelsCommand.Create().Parse(args).Invoke();
