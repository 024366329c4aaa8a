using Dino.Kernels;
using Dino.Kernels.Cuda;

namespace Dino.Ops;

/// <summary>What a forward and a backward pass share besides tensors.</summary>
internal sealed record CudaCall(CudaMsDeformAttn Kernels, MsDeformAttnShape Shape, CudaValueType Type, bool IsDeterministic);
