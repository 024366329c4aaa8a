using Dino.Repro.Cli;

// Before the first tensor exists.
Dino.Training.Memory.NativeHeap.KeepFreedBlocks();
return await Application.RunAsync(args);
