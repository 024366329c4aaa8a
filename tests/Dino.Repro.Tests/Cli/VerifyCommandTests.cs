using Dino.Repro.Cli;

namespace Dino.Repro.Tests.Cli;

public sealed class VerifyCommandTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("--op cpu", 0)]
    [InlineData("--op cuda", 1)]
    [InlineData("--op cuda --dtype float64", 1)]
    [InlineData("--op cuda-deterministic --dtype float64", 1)]
    [InlineData("--op cuda --dtype float32", 0)]
    public void Parse_CudaKernelsInFloat64_AreRefused(string options, int errors)
    {
        var parse = Application.CreateRoot().Parse(["verify", "fixture", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(errors, parse.Errors.Count);
        Assert.All(parse.Errors, error => Assert.Contains("--dtype float32", error.Message, StringComparison.Ordinal));
    }
}
