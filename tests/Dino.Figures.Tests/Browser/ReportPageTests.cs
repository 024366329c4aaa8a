using Dino.Figures.Charts;
using Dino.Figures.Drawing;
using Dino.Figures.Reports;
using PuppeteerSharp;

namespace Dino.Figures.Tests.Browser;

/// <summary>The page as a reader uses it.</summary>
public sealed class ReportPageTests : IDisposable
{
    private const string VisibleFiles = "[...document.querySelectorAll('.cards li')].filter(card => card.offsetParent !== null).map(card => card.dataset.file)";

    private readonly string _folder = Directory.CreateTempSubdirectory("dino-page-").FullName;

    public ReportPageTests()
    {
        var file = FigureFile.Save(new MetricPanelsFigure([Samples.Pretrained, Samples.FineTuned]), Path.Combine(_folder, "figures"), "metrics");
        ReportWriter.Write(Samples.Report(new ReportFigure(FigurePlace.Results, file)), _folder);
    }

    private string PageFile => Path.Combine(_folder, ReportWriter.PageFile);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task Page_OpenedFromDisk_LoadsAloneAndWithoutComplaint()
    {
        await using var chromium = await Chromium.OpenAsync(PageFile);

        Assert.Equal("Street scenes", await chromium.EvaluateAsync<string>("document.title"));
        Assert.True(await chromium.EvaluateAsync<bool>("[...document.images].every(image => image.complete && image.naturalWidth > 0 && image.alt.length > 0)"));
        Assert.Empty(chromium.Complaints);
        Assert.Empty(chromium.Requests);
    }

    [SkippableFact]
    public async Task Page_ScriptThatFails_IsNoticed()
    {
        File.WriteAllText(PageFile, File.ReadAllText(PageFile).Replace("'use strict';", "'use strict'; missing();", StringComparison.Ordinal));

        await using var chromium = await Chromium.OpenAsync(PageFile);

        // Chromium tells of exceptions in its own time.
        for (var wait = 0; wait < 100 && chromium.Complaints.Count == 0; wait++)
        {
            await Task.Delay(100);
        }

        Assert.Contains(chromium.Complaints, complaint => complaint.Contains("missing is not defined", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Filters_KindOfError_ShowTheImagesThatHaveItWithTheChosenModel()
    {
        await using var chromium = await Chromium.OpenAsync(PageFile);
        Assert.Equal(["street_1.jpg", "street_2.jpg"], await chromium.EvaluateAsync<string[]>(VisibleFiles));

        await chromium.Page.ClickAsync("input[value=duplicate]");
        Assert.Equal(["street_1.jpg"], await chromium.EvaluateAsync<string[]>(VisibleFiles));
        Assert.Equal("1 of 2 images shown", await chromium.EvaluateAsync<string>("document.querySelector('output').textContent"));

        // The pretrained model has no duplicate: none is left, and its boxes are shown once all are.
        await chromium.Page.ClickAsync("input[value=before]");
        Assert.Empty(await chromium.EvaluateAsync<string[]>(VisibleFiles));
        await chromium.Page.ClickAsync("input[value=all]");
        Assert.Equal(
            ["before"], await chromium.EvaluateAsync<string[]>("[...document.querySelectorAll('.cards li:first-child svg g:not(.truth)')].filter(group => getComputedStyle(group).display !== 'none').map(group => group.className.baseVal)"));
        Assert.Equal("(0)", await chromium.EvaluateAsync<string>("document.querySelector('input[value=duplicate]').parentElement.querySelector('.count').textContent"));
        Assert.Empty(chromium.Complaints);
    }

    [SkippableFact]
    public async Task Filters_Order_SortsTheImages()
    {
        await using var chromium = await Chromium.OpenAsync(PageFile);

        await chromium.Page.SelectAsync("select[name=order]", "f1");

        // F1 of street_2.jpg is 0, of street_1.jpg 0.67.
        Assert.Equal(["street_2.jpg", "street_1.jpg"], await chromium.EvaluateAsync<string[]>(VisibleFiles));
    }

    [SkippableFact]
    public async Task Zoom_ByKeyboard_OpensWalksAndCloses()
    {
        await using var chromium = await Chromium.OpenAsync(PageFile);
        const string words = "document.querySelector('#zoom .words').textContent";

        await chromium.Page.FocusAsync(".cards li:first-child .zoom");
        await chromium.Page.Keyboard.PressAsync("Enter");
        Assert.StartsWith("street_1.jpg 2 of 3 found", await chromium.EvaluateAsync<string>(words), StringComparison.Ordinal);
        await chromium.Page.Keyboard.PressAsync("ArrowRight");
        Assert.StartsWith("street_2.jpg", await chromium.EvaluateAsync<string>(words), StringComparison.Ordinal);
        // Round the end to the first picture of the page, a figure.
        await chromium.Page.Keyboard.PressAsync("ArrowRight");
        Assert.StartsWith("Test images: pretrained and fine-tuned", await chromium.EvaluateAsync<string>(words), StringComparison.Ordinal);
        await chromium.Page.Keyboard.PressAsync("Escape");
        Assert.False(await chromium.EvaluateAsync<bool>("document.getElementById('zoom').open"));
        Assert.Empty(chromium.Complaints);
    }

    [SkippableFact]
    public async Task Tables_HeaderPressedTwice_SortUpThenDown()
    {
        await using var chromium = await Chromium.OpenAsync(PageFile);
        const string firstValues = "[...document.querySelectorAll('#result table tbody tr')].slice(0, 2).map(row => row.cells[1].textContent)";

        await chromium.Page.FocusAsync("#result table th:nth-child(2) button");
        await chromium.Page.Keyboard.PressAsync("Enter");
        Assert.Equal(["0.100", "0.210"], await chromium.EvaluateAsync<string[]>(firstValues));
        await chromium.Page.Keyboard.PressAsync("Enter");
        Assert.Equal(["0.750", "0.700"], await chromium.EvaluateAsync<string[]>(firstValues));
    }

    [SkippableFact]
    public async Task Page_DarkScheme_HasLightTextOnDark()
    {
        await using var chromium = await Chromium.OpenAsync(PageFile);
        const string luminance = "(name => getComputedStyle(document.body)[name].match(/\\d+/g).slice(0, 3).reduce((sum, value) => sum + Number(value), 0) / 765)";

        foreach (var (scheme, paper) in new[] { ("light", 1), ("dark", 0) })
        {
            await chromium.Page.EmulateMediaFeaturesAsync([new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = scheme }]);
            Assert.InRange(await chromium.EvaluateAsync<double>($"Math.abs({paper} - {luminance}('backgroundColor'))"), 0, 0.15);
            Assert.InRange(await chromium.EvaluateAsync<double>($"Math.abs({1 - paper} - {luminance}('color'))"), 0, 0.15);
        }
    }
}
