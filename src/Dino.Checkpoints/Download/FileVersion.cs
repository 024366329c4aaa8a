using System.Net.Http.Headers;

namespace Dino.Checkpoints.Download;

/// <summary>How a server tells one version of a file from another.</summary>
/// <param name="Total">Bytes of the whole file; null where the server does not say.</param>
/// <param name="EntityTag">As sent, the mark of a weak one included; null where there is none.</param>
/// <param name="LastModified">Null where it is unknown or too fresh: within that second the file may have changed again.</param>
internal sealed record FileVersion(long? Total, string? EntityTag, DateTimeOffset? LastModified)
{
    private static readonly TimeSpan s_resolution = TimeSpan.FromSeconds(1);

    public static FileVersion Unknown { get; } = new(null, null, null);

    /// <summary>What a request for the rest is bound to: a strong entity tag, else the date, else nothing.</summary>
    public RangeConditionHeaderValue? Condition()
        => EntityTagHeaderValue.TryParse(EntityTag, out var tag) && !tag.IsWeak ? new RangeConditionHeaderValue(tag)
            : LastModified is { } date ? new RangeConditionHeaderValue(date)
            : null;

    /// <summary>False when anything differs that both say, or when the other lacks what is this one's condition.</summary>
    public bool IsConfirmedBy(FileVersion other)
        => Agree(Total, other.Total) && Agree(EntityTag, other.EntityTag) && Agree(LastModified, other.LastModified)
            && (Condition() is not { } condition || condition.Equals(other.Condition()));

    public static FileVersion Of(HttpResponseMessage response)
    {
        var (headers, content) = (response.Headers, response.Content.Headers);
        return new FileVersion(
            content.ContentRange is { } range ? range.Length : content.ContentLength,
            headers.ETag?.ToString(),
            headers.Date - content.LastModified < s_resolution ? null : content.LastModified);
    }

    private static bool Agree<T>(T? one, T? other)
        => one is null || other is null || EqualityComparer<T>.Default.Equals(one, other);
}
