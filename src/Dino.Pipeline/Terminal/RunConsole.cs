using System.Globalization;
using Dino.Core;
using Spectre.Console;

namespace Dino.Pipeline.Terminal;

/// <summary>What a person sees of a run: stages, progress, results. Bars on a terminal, plain lines when piped.</summary>
public sealed class RunConsole(IAnsiConsole console, TimeProvider time)
{
    /// <summary>A line of progress at most this often when there is no terminal.</summary>
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(10);

    public void Begin(string title) => console.Say($"[bold]{title}[/] ...");

    public void End(string title, string summary, TimeSpan elapsed)
        => console.Say($"[green]done[/] {title} in {Seconds(elapsed)}: {summary}");

    public void Reused(string title, string since)
        => console.Say($"[bold]{title}[/]: unchanged since {since}, reused (--force runs it again)");

    public void Line(string text = "") => console.WriteLine(PlainText.Of(text));

    /// <summary>A table or a report that breaks its lines itself.</summary>
    public void Lines(string text) => console.WriteLine(PlainText.Lines(text));

    public void Warn(string text) => console.Say($"[yellow]warning[/] {text}");

    /// <summary>Shows progress while <paramref name="work"/> runs; steps may come from any thread.</summary>
    public T Track<T>(string title, Func<IProgress<ProgressStep>, T> work)
        => console.Profile.Capabilities.Interactive && console.Profile.Out.IsTerminal ? TrackWithBar(title, work) : TrackInLines(title, work);

    public void Track(string title, Action<IProgress<ProgressStep>> work) => Track(title, progress =>
    {
        work(progress);
        return true;
    });

    private T TrackWithBar<T>(string title, Func<IProgress<ProgressStep>, T> work) => console.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new TimeLeftColumn())
        .Start(context =>
        {
            var task = context.AddTask(PlainMarkup.Of(title));
            return work(new CallbackProgress<ProgressStep>(step =>
            {
                task.MaxValue = Math.Max(1, step.Total);
                task.Value = step.Done;
                if (step.Left is { } left)
                {
                    TimeLeftColumn.Set(task, left);
                }

                task.Description = PlainMarkup.Of(step.Detail.Length == 0 ? title : $"{title} {step.Detail}");
            }));
        });

    private T TrackInLines<T>(string title, Func<IProgress<ProgressStep>, T> work)
    {
        var gate = new Lock();
        var start = time.GetTimestamp();
        var last = TimeSpan.Zero;
        return work(new CallbackProgress<ProgressStep>(step =>
        {
            lock (gate)
            {
                var elapsed = time.GetElapsedTime(start);
                if (elapsed - last < PlainInterval)
                {
                    return;
                }

                last = elapsed;
                var left = step.Left is { } known ? known : step.Done > 0 ? elapsed * ((double)(step.Total - step.Done) / step.Done) : TimeSpan.Zero;
                Line($"  {title} {step.Done}/{step.Total} {step.Detail} ({Seconds(elapsed)}, {Seconds(left)} left)");
            }
        }));
    }

    internal static string Seconds(TimeSpan span) => span switch
    {
        { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours}:{span:mm\\:ss} h"),
        { TotalMinutes: >= 1 } => span.ToString(@"m\:ss", CultureInfo.InvariantCulture) + " min",
        _ => span.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
    };
}
