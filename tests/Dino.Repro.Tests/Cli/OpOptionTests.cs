using Dino.Repro.Cli;
using Dino.Repro.Options;

namespace Dino.Repro.Tests.Cli;

/// <summary>Every verb that takes --op: an op that cannot run ends it before anything is read or written.</summary>
public sealed class OpOptionTests
{
    public static TheoryData<string> Verbs => [.. Names];

    private static string[] Names => [.. Application.CreateRoot().Subcommands
        .Where(command => command.Options.Any(option => option.Name == "--op"))
        .Select(command => command.Name)];

    [Fact]
    public void Verbs_OfThePipeline_TakeIt()
        => Assert.Equal(
            [
                "reproduce", "evaluate", "train", "predict", "attention", "report", "gate", "accept-baselines", "pretrain",
                "verify",
            ],
            Names);

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Run_CudaOpOnTheCpu_ExitsWithTwoAndWritesNothing(string verb)
    {
        var folder = Directory.CreateTempSubdirectory("dino-op-");
        try
        {
            string[] required = verb switch
            {
                "predict" => ["picture.png"],
                "attention" => ["--image", "1"],
                "accept-baselines" => ["--reason", "none"],
                "verify" => ["fixture", "--dtype", "float32"],
                _ => [],
            };
            string[] output = verb == "verify" ? [] : ["--output", Path.Combine(folder.FullName, "run")];
            foreach (var op in new[] { "cuda", "cuda-deterministic" })
            {
                var (before, written) = (Console.Error, new StringWriter());
                Console.SetError(written);
                int code;
                try
                {
                    code = await Application.RunAsync([verb, .. required, "--op", op, .. output]);
                }
                finally
                {
                    Console.SetError(before);
                }

                Assert.Equal(ExitCode.BadInput, code);
                Assert.StartsWith($"dino: --op {op}: runs on a GPU only", written.ToString(), StringComparison.Ordinal);
                Assert.Empty(folder.EnumerateFileSystemInfos());
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
