using Dino.Kernels.Cli;

return KernelsCommand.Invoke(args);
