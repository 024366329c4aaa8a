using Dino.Pipeline.Terminal;
using Spectre.Console.Testing;

namespace Dino.Repro.Tests.Cli;

public sealed class RunConsoleTests
{
    [Theory]
    [InlineData(30, "30.0 s, 30.0 s left")]
    [InlineData(90, "1:30 min, 1:30 min left")]
    [InlineData(3725, "1:02:05 h, 1:02:05 h left")]
    public void Track_HalfDone_SaysTheElapsedAndTheSameTimeLeft(int seconds, string expected)
    {
        using var output = new TestConsole();
        var clock = new Clock();
        new RunConsole(output, clock).Track("train", progress =>
        {
            clock.Now = TimeSpan.FromSeconds(seconds);
            progress.Report(new ProgressStep(5, 10));
        });
        Assert.Contains(expected, output.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Track_OfATaskThatKnowsItsTimeLeft_SaysThat()
    {
        using var output = new TestConsole();
        var clock = new Clock();
        new RunConsole(output, clock).Track("resumed", progress =>
        {
            clock.Now = TimeSpan.FromSeconds(20);
            progress.Report(new ProgressStep(910, 1000, "", TimeSpan.FromSeconds(180))); // 10 steps of this process
        });
        Assert.Contains("20.0 s, 3:00 min left", output.Output, StringComparison.Ordinal);
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
