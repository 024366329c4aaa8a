using PuppeteerSharp;

namespace Dino.Figures.Tests.Browser;

/// <summary>A headless Chromium of this machine, with one page open and what it complained about.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private readonly IBrowser _browser;
    private readonly List<string> _complaints = [];
    private readonly List<string> _requests = [];

    private Chromium(IBrowser browser, IPage page) => (_browser, Page) = (browser, page);

    public IPage Page { get; }

    /// <summary>Console errors and warnings, and exceptions that no one caught.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>Everything the page fetched but its own file and data inside it.</summary>
    public IReadOnlyList<string> Requests => _requests;

    /// <summary>Skips the test where there is no Chromium.</summary>
    public static async Task<Chromium> OpenAsync(string file)
    {
        var executable = Find();
        Skip.If(executable is null, "no chromium, chromium-browser or google-chrome in PATH");
        // A container's root may not make the sandbox's namespaces; the page is the test's own.
        var browser = await Puppeteer.LaunchAsync(new LaunchOptions { ExecutablePath = executable, Headless = true, Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
        var chromium = new Chromium(browser, await browser.NewPageAsync());
        await chromium.LoadAsync(file);
        return chromium;
    }

    public async ValueTask DisposeAsync() => await _browser.DisposeAsync();

    public async Task<T> EvaluateAsync<T>(string script) => await Page.EvaluateExpressionAsync<T>(script);

    private static string? Find()
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);

    private async Task LoadAsync(string file)
    {
        var address = new Uri(file).AbsoluteUri;
        Page.Console += (_, message) =>
        {
            if (message.Message.Type is ConsoleType.Error or ConsoleType.Warning)
            {
                _complaints.Add(message.Message.Text);
            }
        };
        Page.PageError += (_, error) => _complaints.Add(error.Message);
        Page.Request += (_, request) =>
        {
            if (request.Request.Url != address && !request.Request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                _requests.Add(request.Request.Url);
            }
        };
        await Page.SetViewportAsync(new ViewPortOptions { Width = 1280, Height = 900 });
        await Page.GoToAsync(address);
    }
}
