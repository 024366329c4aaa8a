using Dino.Core;

namespace Dino.Figures.Reports;

/// <summary>Writes a report.</summary>
public static class ReportWriter
{
    public const string MarkdownFile = "report.md";
    public const string PageFile = "index.html";

    /// <summary>Writes <c>report.md</c>, which links the pictures, and <c>index.html</c>, which contains them.</summary>
    /// <param name="folder">The figures' files should lie in it or below, so that the links in the Markdown stay valid when it moves.</param>
    public static void Write(ReportModel model, string folder)
    {
        var sections = ReportComposer.Compose(model);
        AtomicFile.WriteText(Path.Combine(folder, MarkdownFile), MarkdownRenderer.Render(model.Title, sections, folder));
        AtomicFile.WriteText(Path.Combine(folder, PageFile), HtmlRenderer.Render(model.Title, sections));
    }
}
