using CsCheck;
using Dino.Data.Transforms;

namespace Dino.Data.Tests.Transforms;

/// <summary>Properties that hold for every box and picture size.</summary>
public sealed class TargetBoxTests
{
    // Absorbs the rounding of differences and products of coordinates up to 2000.
    private const double Tolerance = 1e-9;

    private static readonly Gen<int> Side = Gen.Int[1, 2000];

    private static readonly Gen<(TargetBox Box, int Width, int Height)> Boxes = Gen.Select(Side, Side, Gen.Double[0, 1], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Double[0, 1]).Select(
        (width, height, a, b, c, d) => (
            new TargetBox(1, Math.Min(a, b) * width, Math.Min(c, d) * height, Math.Max(a, b) * width, Math.Max(c, d) * height), width, height));

    [Fact]
    public void FlipHorizontally_Twice_IsIdentity() => Boxes.Sample(
        item => AreClose(item.Box, item.Box.FlipHorizontally(item.Width).FlipHorizontally(item.Width)));

    [Fact]
    public void FlipHorizontally_Once_StaysInsideWithTheSameSize() => Boxes.Sample(item =>
    {
        var flipped = item.Box.FlipHorizontally(item.Width);
        return IsInside(flipped, item.Width, item.Height) && Math.Abs((flipped.X2 - flipped.X1) - (item.Box.X2 - item.Box.X1)) < Tolerance;
    });

    [Fact]
    public void Scale_ThenBack_IsIdentity() => Gen.Select(Boxes, Gen.Double[0.1, 10], Gen.Double[0.1, 10]).Sample(
        (item, x, y) => AreClose(item.Box, item.Box.Scale(x, y).Scale(1 / x, 1 / y)));

    [Fact]
    public void Crop_AnyRectangle_KeepsBoxesInsideAndNeverLarger() => Gen.Select(Boxes, Gen.Double[0, 1], Gen.Double[0, 1], Side, Side).Sample((item, left, top, width, height) =>
    {
        var cropped = item.Box.Crop((int)(left * item.Width), (int)(top * item.Height), width, height);
        return IsInside(cropped, width, height)
            && cropped.X2 - cropped.X1 <= item.Box.X2 - item.Box.X1 + Tolerance
            && cropped.Y2 - cropped.Y1 <= item.Box.Y2 - item.Box.Y1 + Tolerance;
    });

    [Fact]
    public void Crop_WholePicture_IsIdentity() => Boxes.Sample(item => item.Box.Crop(0, 0, item.Width, item.Height) == item.Box);

    [Fact]
    public void FlipThenScale_IsScaleThenFlip() => Boxes.Sample(
        item => AreClose(item.Box.FlipHorizontally(item.Width).Scale(2, 3), item.Box.Scale(2, 3).FlipHorizontally(2 * item.Width)));

    private static bool IsInside(TargetBox box, int width, int height) => box.X1 >= 0 && box.Y1 >= 0 && box.X2 <= width && box.Y2 <= height;

    private static bool AreClose(TargetBox left, TargetBox right)
        => left.Label == right.Label
        && Math.Abs(left.X1 - right.X1) < Tolerance
        && Math.Abs(left.Y1 - right.Y1) < Tolerance
        && Math.Abs(left.X2 - right.X2) < Tolerance
        && Math.Abs(left.Y2 - right.Y2) < Tolerance;
}
