namespace Dino.Checkpoints.Families;

/// <summary>How each family's released models were trained and are tested, where it differs from the tensors.</summary>
internal static class FamilyDefaults
{
    private const double ReferenceTemperature = 20;
    private const double DetectronTemperature = 10000;
    private const double DetectronOffset = -0.5;

    /// <param name="fileName">Tells the exceptions: detrex's 24-epoch model has the reference's position encoding, mmdetection's "improved" one that of detectron2. No tensor says so.</param>
    public static ModelSettings Settings(CheckpointFamily family, string fileName) => family switch
    {
        CheckpointFamily.Detrex => Encoding(Detrex, reference: fileName.Contains("24ep", StringComparison.OrdinalIgnoreCase)),
        CheckpointFamily.MmDetection => Encoding(MmDetection, reference: !fileName.Contains("improved", StringComparison.OrdinalIgnoreCase)),
        _ => Encoding(Official, reference: true),
    };

    private static ModelSettings Official { get; } = new()
    {
        Family = CheckpointFamily.Official,
        HeadInverseSigmoidEps = 1e-3,
        ResizeRule = "Pillow bilinear with antialias, long side truncated",
        PaddingMaskAtTest = "true mask",
        BoxesAfterDecode = "not clipped",
    };

    private static ModelSettings Detrex { get; } = new()
    {
        Family = CheckpointFamily.Detrex,
        HeadInverseSigmoidEps = 1e-3,
        ResizeRule = "Pillow bilinear with antialias, sides rounded",
        PaddingMaskAtTest = "no mask",
        BoxesAfterDecode = "clipped, empty ones dropped",
    };

    private static ModelSettings MmDetection { get; } = new()
    {
        Family = CheckpointFamily.MmDetection,
        HeadInverseSigmoidEps = 1e-5,
        ResizeRule = "OpenCV bilinear without antialias, sides rounded",
        PaddingMaskAtTest = "true mask",
        BoxesAfterDecode = "clamped to the image",
    };

    private static ModelSettings Encoding(ModelSettings settings, bool reference) => settings with
    {
        PeTemperatureH = reference ? ReferenceTemperature : DetectronTemperature,
        PeTemperatureW = reference ? ReferenceTemperature : DetectronTemperature,
        PeOffset = reference ? 0 : DetectronOffset,
    };
}
