using System.Globalization;
using Dino.TestUtilities.Snapshots;

namespace Dino.Figures.Tests.Snapshots;

/// <summary>Compares a picture with the reviewed small one beside the test: <c>{TestClass}.{Test}.verified.png</c>; on a difference the new one is left as
/// <c>.received.png</c>.</summary>
internal static class PictureSnapshot
{
    /// <param name="limit">Largest <see cref="PictureDistance"/> that passes.</param>
    /// <exception cref="SnapshotMismatchException">The picture looks different, or none was verified yet.</exception>
    public static void Match(string picture, double limit, string file, string test)
    {
        var name = Path.Combine(Path.GetDirectoryName(file)!, $"{Path.GetFileNameWithoutExtension(file)}.{test}");
        var (verified, received) = ($"{name}.verified.png", PictureDistance.Shrink(picture, $"{name}.received.png"));
        var distance = File.Exists(verified) ? PictureDistance.Between(verified, received) : double.NaN;
        // Written so that NaN fails.
        if (!(distance <= limit))
        {
            throw new SnapshotMismatchException(string.Create(
                CultureInfo.InvariantCulture, $"{Path.GetFileName(verified)}: the distance is {distance:0.000}, at most {limit:0.000} passes. If the received picture is right, rename it: {received}"));
        }

        File.Delete(received);
    }
}
