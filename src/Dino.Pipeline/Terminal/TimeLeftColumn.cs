using Spectre.Console;
using Spectre.Console.Rendering;

namespace Dino.Pipeline.Terminal;

/// <summary>Time left of a bar: what the task says, else what Spectre.Console makes of the bar's pace (which takes work done before the bar began for a burst of speed).</summary>
internal sealed class TimeLeftColumn : ProgressColumn
{
    private const string Key = "left";

    private readonly RemainingTimeColumn _byPace = new();

    public static void Set(ProgressTask task, TimeSpan left) => task.State.Update<TimeSpan>(Key, _ => left);

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        => task.State.Get<TimeSpan>(Key) is { Ticks: > 0 } left ? new Text(RunConsole.Seconds(left), Color.Blue) : _byPace.Render(options, task, deltaTime);
}
