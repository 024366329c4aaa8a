namespace Dino.Checkpoints.Families;

/// <summary>Official backbone names beside those of torchvision's ResNet; its classifier has no counterpart.</summary>
internal static class TorchvisionNames
{
    public static IEnumerable<(string Official, string Foreign)> Rows { get; } =
    [
        ("backbone.0.body.conv1.{p}", "conv1.{p}"),
        ("backbone.0.body.bn1.{p}", "bn1.{p}"),
        ("backbone.0.body.layer{s}.{p}", "layer{s}.{p}"),
    ];
}
