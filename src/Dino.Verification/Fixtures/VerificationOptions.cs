namespace Dino.Verification.Fixtures;

/// <summary>What the user chose on the command line.</summary>
/// <param name="Device">cpu or cuda.</param>
/// <param name="DType">float64, float32, or bfloat16 for whole models: the accuracy of evaluation in fewer bits.</param>
/// <param name="Op">reference, cpu, cuda or cuda-deterministic: the deformable-attention implementation.</param>
public sealed record VerificationOptions(string Device = "cpu", string DType = "float64", string Op = "reference")
{
    public const string BFloat16 = "bfloat16";
}
