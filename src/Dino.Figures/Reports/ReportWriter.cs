using Dino.Core;

namespace Dino.Figures.Reports;

/// <summary>Writes a report.</summary>
public static class ReportWriter
{
    public const string MarkdownFile = "report.md";
    public const string PageFile = "index.html";

    /// <summary>Writes <c>report.md</c>, which links the pictures, and <c>index.html</c>, which contains them.</summary>
    /// <param name="folder">Where the two files are written; may hold figures.</param>
    /// <param name="home">Where they and these figures will be moved to, and where further figures are already; null where they stay. Links in the
    /// Markdown are relative, so that they stay valid when the folder moves.</param>
    public static void Write(ReportModel model, string folder, string? home = null)
    {
        var sections = ReportComposer.Compose(model);
        AtomicFile.WriteText(Path.Combine(folder, MarkdownFile), MarkdownRenderer.Render(model.Title, sections, folder, home ?? folder));
        AtomicFile.WriteText(Path.Combine(folder, PageFile), HtmlRenderer.Render(model.Title, sections));
    }
}
