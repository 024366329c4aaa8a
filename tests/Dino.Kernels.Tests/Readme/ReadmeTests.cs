using System.Text.RegularExpressions;
using Dino.TestUtilities;

namespace Dino.Kernels.Tests.Readme;

public sealed partial class ReadmeTests
{
    [Fact]
    public void CodeBlocks_AreTheCompiledSamples()
    {
        var readme = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "src", "Dino.Kernels", "README.md"));
        var samples = File.ReadAllText(
            Path.Combine(RepositoryRoot.Path, "tests", "Dino.Kernels.Tests", "Readme", "ReadmeSamples.cs"));
        Assert.Equal(
            CodeBlock().Matches(readme).Select(block => block.Groups["code"].Value),
            Region().Matches(samples).Select(region => Indent().Replace(region.Groups["code"].Value, "")));
    }

    [Fact]
    public void CpuSample_GivesWhatTheReadmeSays()
        => Assert.All(ReadmeSamples.Cpu(), element => Assert.Equal(3f, element, 1e-5f));

    [SkippableFact]
    public void CudaSample_WithoutADriver_SaysWhy()
    {
        Skip.If(File.Exists("/proc/driver/nvidia/version"), "this machine has an NVIDIA driver");
        var reason = ReadmeSamples.Cuda(new(1, 1, 1, 8, 1, [(1, 1)]), value: 0, locations: 0, weights: 0, output: 0);
        Assert.Equal("no CUDA driver: libcuda.so.1 is not installed", reason);
    }

    [GeneratedRegex(
        @"^```csharp\n(?<code>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(
        @"^ +// begin \w+\n(?<code>.*?)^ +// end \w+$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Region();

    [GeneratedRegex("^ {8}", RegexOptions.Multiline)]
    private static partial Regex Indent();
}
