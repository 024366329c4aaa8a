using static TorchSharp.torch;

namespace Dino.Checkpoints.Safetensors;

/// <summary>One tensor of a safetensors header; offsets in bytes from the end of the header.</summary>
internal sealed record SafetensorsEntry(string Name, ScalarType DType, long[] Shape, long Begin, long End);
