using Dino.Repro.Cli;

// Before the first tensor exists.
Dino.Training.Memory.NativeHeap.KeepLargeBlocksOffTheHeap();
return await Application.RunAsync(args);
