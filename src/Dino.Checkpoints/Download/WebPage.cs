using System.Net;
using System.Text.RegularExpressions;

namespace Dino.Checkpoints.Download;

/// <summary>A page that came in place of a file. Google Drive asks to confirm the download of files too large for its virus scan, and refuses popular ones for a day.</summary>
internal static partial class WebPage
{
    /// <summary>Whether a body begins as a page; safetensors may begin with the same byte, but zeros follow.</summary>
    public static bool IsBegin(ReadOnlySpan<byte> body)
        => body.Length > 0 && body[0] == '<' && !body[..Math.Min(sizeof(ulong), body.Length)].Contains((byte)0);

    /// <summary>The address behind Drive's confirmation form; null when <paramref name="html"/> is no such page or the form leads to another host than <paramref name="page"/>'s or Drive's.</summary>
    public static Uri? Confirmation(string html, Uri page)
    {
        var form = Form().Match(html);
        if (!form.Success || !Uri.TryCreate(page, WebUtility.HtmlDecode(form.Groups["action"].Value), out var action)
            || (action.Host != page.Host && !action.Host.EndsWith(".google.com", StringComparison.Ordinal) && !action.Host.EndsWith(".googleusercontent.com", StringComparison.Ordinal)))
        {
            return null;
        }

        var fields = Field().Matches(html[form.Index..]).Select(field => $"{Uri.EscapeDataString(Decoded(field, "name"))}={Uri.EscapeDataString(Decoded(field, "value"))}");
        return new UriBuilder(action) { Query = string.Join('&', fields) }.Uri;
    }

    /// <summary>What a person should know about a page that is no way to the file.</summary>
    public static string Explain(string html)
    {
        if (Quota().IsMatch(html))
        {
            return "Google Drive's quota for this file is used up (too many downloads); try again in a day";
        }

        var title = Title().Match(html);
        return title.Success ? $"sent the web page '{Decoded(title, "title").Trim()}' in place of the file" : "sent a web page in place of the file";
    }

    private static string Decoded(Match match, string group) => WebUtility.HtmlDecode(match.Groups[group].Value);

    [GeneratedRegex("<form[^>]*id=\"download-form\"[^>]*action=\"(?<action>[^\"]*)\"", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();

    [GeneratedRegex("<input[^>]*type=\"hidden\"[^>]*name=\"(?<name>[^\"]*)\"[^>]*value=\"(?<value>[^\"]*)\"", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Field();

    [GeneratedRegex("quota exceeded|too many users have viewed or downloaded", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Quota();

    [GeneratedRegex("<title>(?<title>[^<]*)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Title();
}
