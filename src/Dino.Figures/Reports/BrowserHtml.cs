using System.Net;
using System.Text;
using Dino.Core;
using Dino.Core.Coco;
using Dino.Evaluation;
using Dino.Figures.Cases;

namespace Dino.Figures.Reports;

/// <summary>The test images one by one: a picture with boxes as vectors for both models, filters by error and an order.</summary>
internal static class BrowserHtml
{
    private const string None = "none";

    public static string Render(ReportBlock.Browser browser)
    {
        var kinds = Enum.GetValues<ErrorKind>().Where(kind => browser.Images.Any(image => image.After.ErrorKinds.Concat(image.Before.ErrorKinds).Contains(kind)));
        var text = new StringBuilder("<div class=\"browser\" data-model=\"after\">\n<form>\n<fieldset><legend>Images with</legend>\n");
        text.Append(Choice("kind", "all", "all", isChosen: true));
        foreach (var kind in kinds)
        {
            text.Append(Choice("kind", Name(kind), ErrorWords.Of(kind), isChosen: false));
        }

        text.Append(Choice("kind", None, "no error", isChosen: false)).Append("</fieldset>\n<fieldset><legend>Boxes of the model</legend>\n")
            .Append(Choice("model", "after", browser.After, isChosen: true)).Append(Choice("model", "before", browser.Before, isChosen: false))
            .Append("</fieldset>\n<label>Order <select name=\"order\"><option value=\"file\">file name</option><option value=\"errors\">most errors</option>")
            .Append("<option value=\"f1\">lowest F1</option><option value=\"change\">largest change of F1</option></select></label>\n")
            .Append("<output aria-live=\"polite\"></output>\n</form>\n")
            .Append("<p class=\"legend\"><span class=\"truth\">ground truth</span> <span class=\"hit\">hit</span> <span class=\"miss\">missed</span> ")
            .Append("<span class=\"duplicate\">duplicate</span> <span class=\"false\">false positive</span></p>\n<ul class=\"cards\">\n");
        foreach (var image in browser.Images)
        {
            text.Append(Card(image));
        }

        return text.Append("</ul>\n</div>\n").ToString();
    }

    private static string Choice(string name, string value, string words, bool isChosen)
        => $"<label><input type=\"radio\" name=\"{name}\" value=\"{value}\"{(isChosen ? " checked" : "")}> {Encode(words)}{(name == "kind" ? " <span class=\"count\"></span>" : "")}</label>\n";

    private static string Card(ReportImage image)
    {
        var (file, size) = (Encode(image.After.Image.FileName), image.After.Image);
        return $"<li{Data("after", image.After)}{Data("before", image.Before)} data-change=\"{image.After.F1 - image.Before.F1:0.####}\" data-file=\"{file}\">"
            + $"<button type=\"button\" class=\"zoom\" title=\"Enlarge\"><svg viewBox=\"0 0 {size.Width} {size.Height}\" role=\"img\" aria-label=\"{file}: {Encode(image.After.Verdict)}\">"
            + $"<image href=\"data:image/jpeg;base64,{Convert.ToBase64String(image.Jpeg)}\" width=\"{size.Width}\" height=\"{size.Height}\"/>"
            + $"{Boxes("truth", image.After.Objects.Select(item => (item.Box, "truth", "")), size.Width)}"
            + $"{Boxes("after", image.After.Boxes.Reverse().Select(Judged), size.Width)}{Boxes("before", image.Before.Boxes.Reverse().Select(Judged), size.Width)}</svg></button>"
            + $"<p><b>{file}</b> <span class=\"after\">{Verdict(image.After)}</span><span class=\"before\">{Verdict(image.Before)}</span></p></li>\n";
    }

    private static string Verdict(DetectionCase item) => Encode($"{item.Verdict} (F1 {item.F1:0.00})");

    private static string Data(string model, DetectionCase item)
        => $" data-{model}=\"{string.Join(' ', item.ErrorKinds.Select(Name).DefaultIfEmpty(None))}\" data-{model}-f1=\"{item.F1:0.####}\" data-{model}-errors=\"{item.Errors}\"";

    private static (BoxXyWh Box, string Style, string Words) Judged(JudgedBox box) => (box.Box, box.Outcome switch
    {
        Outcome.Hit => "hit",
        Outcome.Miss => "miss",
        Outcome.Duplicate => "duplicate",
        _ => "false",
    }, box.Score is { } score ? $"{score:0.00}" : "");

    private static string Boxes(string group, IEnumerable<(BoxXyWh Box, string Style, string Words)> boxes, int width)
    {
        // Letters are a thirtieth of the picture's width, and stay inside it.
        var letter = width / 30.0;
        var text = new StringBuilder($"<g class=\"{group}\">");
        foreach (var (box, style, words) in boxes)
        {
            text.Append($"<rect class=\"{style}\" x=\"{box.X:0.#}\" y=\"{box.Y:0.#}\" width=\"{Math.Max(0, box.Width):0.#}\" height=\"{Math.Max(0, box.Height):0.#}\"/>");
            if (words.Length > 0)
            {
                text.Append($"<text class=\"{style}\" x=\"{Math.Max(0, box.X):0.#}\" y=\"{Math.Max(letter, box.Y - (letter / 4)):0.#}\" font-size=\"{letter:0.#}\">{words}</text>");
            }
        }

        return text.Append("</g>").ToString();
    }

    private static string Name(ErrorKind kind) => kind.ToString().ToLowerInvariant();

    private static string Encode(string text) => WebUtility.HtmlEncode(PlainText.Of(text));
}
