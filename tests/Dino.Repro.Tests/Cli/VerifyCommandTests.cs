using Dino.Repro.Cli;

namespace Dino.Repro.Tests.Cli;

public sealed class VerifyCommandTests
{
    [Theory]
    [InlineData("cuda", "float64", 1)]
    [InlineData("cuda-deterministic", "float64", 1)]
    [InlineData("cuda", "float32", 0)]
    [InlineData("cpu", "float64", 0)]
    public void Parse_CudaKernelsInFloat64_AreRefused(string op, string dtype, int errors)
    {
        var parse = Application.CreateRoot().Parse(["verify", "fixture", "--op", op, "--dtype", dtype]);

        Assert.Equal(errors, parse.Errors.Count);
        Assert.All(parse.Errors, error => Assert.Contains("--dtype float32", error.Message, StringComparison.Ordinal));
    }
}
