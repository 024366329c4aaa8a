using System.Text;
using Dino.Core;

namespace Dino.Figures.Reports;

/// <summary>The report as GitHub-flavoured Markdown; pictures are linked relative to the report's folder.</summary>
internal static class MarkdownRenderer
{
    public static string Render(string title, IReadOnlyList<ReportSection> sections, string folder, string home)
    {
        var text = new StringBuilder().Append($"# {Escape(title)}\n");
        foreach (var section in sections)
        {
            text.Append($"\n## {Escape(section.Heading)}\n");
            foreach (var block in section.Blocks)
            {
                text.Append('\n').Append(Render(block, path => Link(path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? folder : home, path)));
            }
        }

        return text.ToString();
    }

    private static string Render(ReportBlock block, Func<string, string> link) => block switch
    {
        ReportBlock.Paragraph paragraph => Escape(paragraph.Text) + "\n",
        ReportBlock.Bullets bullets => string.Concat(bullets.Items.Select(item => $"- {Escape(item)}\n")),
        ReportBlock.Preformatted preformatted => $"```\n{PlainText.Lines(preformatted.Text)}```\n",
        ReportBlock.Table table => Table(table),
        ReportBlock.Picture picture => $"![{Escape(picture.File.Title)}]({link(picture.File.PngPath)})\n\n*{Escape(picture.File.Title)}.* {Escape(picture.File.Caption)}\n",
        ReportBlock.Browser browser => $"[{ReportWriter.PageFile}]({ReportWriter.PageFile}) shows {browser.Images.Count} images one by one, with the boxes of both models and filters for the kinds of errors.\n",
        _ => throw new ArgumentOutOfRangeException(nameof(block), block, "no such block"),
    };

    private static string Table(ReportBlock.Table table)
    {
        // A table of facts stands under its heading; tables of numbers follow one another.
        var text = new StringBuilder(table.Numeric ? $"{Escape(table.Caption)}:\n\n" : "");
        Row(text, table.Header.Select(Escape));
        Row(text, table.Header.Index().Select(column => table.Numeric && column.Index > 0 ? "---:" : "---"));
        foreach (var row in table.Rows)
        {
            Row(text, row.Select(Escape));
        }

        return text.ToString();
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Link(string folder, string path)
        => Uri.EscapeDataString(Path.GetRelativePath(folder, path).Replace('\\', '/')).Replace("%2F", "/", StringComparison.Ordinal);

    /// <summary>Words from file names and labels must not become markup.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in PlainText.Of(text.ReplaceLineEndings(" ")))
        {
            escaped.Append("\\`*_[]<>|#".Contains(character, StringComparison.Ordinal) ? $"\\{character}" : character.ToString());
        }

        return escaped.ToString();
    }
}
