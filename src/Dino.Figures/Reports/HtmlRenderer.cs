using System.Net;
using System.Text;
using Dino.Core;

namespace Dino.Figures.Reports;

/// <summary>The report as one HTML file that needs nothing else: styles, script and pictures are inside.</summary>
internal static class HtmlRenderer
{
    public static string Render(string title, IReadOnlyList<ReportSection> sections)
    {
        var text = new StringBuilder();
        text.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<link rel=\"icon\" href=\"data:,\">\n")
            .Append($"<title>{Encode(title)}</title>\n<style>\n{Resource("report.css")}</style>\n</head>\n<body>\n")
            .Append($"<a class=\"skip\" href=\"#main\">Skip to the report</a>\n<header><h1>{Encode(title)}</h1></header>\n<nav aria-label=\"Sections\"><ul>\n");
        foreach (var section in sections)
        {
            text.Append($"<li><a href=\"#{Anchor(section)}\">{Encode(section.Heading)}</a></li>\n");
        }

        text.Append("</ul></nav>\n<main id=\"main\">\n");
        foreach (var section in sections)
        {
            text.Append($"<section id=\"{Anchor(section)}\">\n<h2>{Encode(section.Heading)}</h2>\n");
            foreach (var block in section.Blocks)
            {
                text.Append(Render(block));
            }

            text.Append("</section>\n");
        }

        return text.Append("</main>\n")
            .Append("<dialog id=\"zoom\" aria-label=\"Enlarged picture\">"
                + "<nav><button type=\"button\" class=\"previous\">Previous</button><button type=\"button\" class=\"next\">Next</button>"
                + "<button type=\"button\" class=\"close\" autofocus>Close</button></nav><div class=\"stage\"></div><p class=\"words\" aria-live=\"polite\"></p></dialog>\n")
            .Append($"<script>\n{Resource("report.js")}</script>\n</body>\n</html>\n").ToString();
    }

    private static string Render(ReportBlock block) => block switch
    {
        ReportBlock.Paragraph paragraph => $"<p>{Encode(paragraph.Text)}</p>\n",
        ReportBlock.Bullets bullets => $"<ul>\n{string.Concat(bullets.Items.Select(item => $"<li>{Encode(item)}</li>\n"))}</ul>\n",
        ReportBlock.Preformatted preformatted => $"<pre tabindex=\"0\">{Encode(preformatted.Text)}</pre>\n",
        ReportBlock.Table table => Table(table),
        ReportBlock.Picture picture => Picture(picture),
        ReportBlock.Browser browser => BrowserHtml.Render(browser),
        _ => throw new ArgumentOutOfRangeException(nameof(block), block, "no such block"),
    };

    private static string Picture(ReportBlock.Picture picture)
        => $"<figure>\n<button type=\"button\" class=\"zoom\" title=\"Enlarge\"><img src=\"{EmbeddedPicture.DataUri(picture.File)}\" alt=\"{Encode(picture.File.Caption)}\"></button>\n"
            + $"<figcaption><b>{Encode(picture.File.Title)}.</b> {Encode(picture.File.Caption)}</figcaption>\n</figure>\n";

    private static string Table(ReportBlock.Table table)
    {
        var text = new StringBuilder($"<div class=\"scroll\" tabindex=\"0\"><table class=\"{(table.Numeric ? "numbers" : "facts")}\">\n<caption>{Encode(table.Caption)}</caption>\n");
        if (table.Numeric)
        {
            text.Append("<thead><tr>");
            foreach (var name in table.Header)
            {
                text.Append($"<th scope=\"col\" aria-sort=\"none\"><button type=\"button\">{Encode(name)}</button></th>");
            }

            text.Append("</tr></thead>\n");
        }

        text.Append("<tbody>\n");
        foreach (var row in table.Rows)
        {
            text.Append($"<tr><th scope=\"row\">{Encode(row[0])}</th>{string.Concat(row.Skip(1).Select(cell => $"<td>{Encode(cell)}</td>"))}</tr>\n");
        }

        return text.Append("</tbody>\n</table></div>\n").ToString();
    }

    private static string Anchor(ReportSection section) => section.Heading.ToLowerInvariant().Replace(' ', '-');

    private static string Encode(string text) => WebUtility.HtmlEncode(PlainText.Lines(text));

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(HtmlRenderer).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
