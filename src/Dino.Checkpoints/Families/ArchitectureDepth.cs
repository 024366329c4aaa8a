namespace Dino.Checkpoints.Families;

/// <summary>The two numbers that decide which name stands for what.</summary>
/// <param name="DecoderLayers">The heads of the first stage come behind those of the decoder layers, where a family numbers them together.</param>
/// <param name="BackboneLevels">How many projections take a backbone map; further ones make extra levels.</param>
internal sealed record ArchitectureDepth(int DecoderLayers, int BackboneLevels)
{
    public static ArchitectureDepth Of(Checkpoint checkpoint, CheckpointFamily family) => family switch
    {
        CheckpointFamily.Detrex => new(Count(checkpoint, "transformer.decoder.layers.{0}.norms.0.weight"), Count(checkpoint, "neck.convs.{0}.conv.weight")),
        CheckpointFamily.MmDetection => new(Count(checkpoint, "decoder.layers.{0}.norms.0.weight"), Count(checkpoint, "neck.convs.{0}.conv.weight")),
        // Projections of backbone maps are 1x1, those of extra levels 3x3.
        CheckpointFamily.Official => new(
            Count(checkpoint, "transformer.decoder.layers.{0}.norm1.weight"),
            Enumerable.Range(0, Count(checkpoint, "input_proj.{0}.0.weight")).Count(n => checkpoint.Find($"input_proj.{n}.0.weight")!.Shape is [_, _, 1, 1])),
        _ => new(0, 0),
    };

    private static int Count(Checkpoint checkpoint, string format)
    {
        var count = 0;
        while (checkpoint.Find(string.Format(System.Globalization.CultureInfo.InvariantCulture, format, count)) is not null)
        {
            count++;
        }

        return count;
    }
}
