using Dino.Ops;
using Dino.Torch.Memory;
using static TorchSharp.torch;

namespace Dino.Model.Inputs;

/// <summary>Where the tokens of a batch lie and which of them are padding. Owns its tensors. Its batch dimension is 1 when no image is padded, so
/// that everything derived from it is computed once and broadcast.</summary>
public sealed class LevelGeometry : IDisposable
{
    private LevelGeometry(IReadOnlyList<LevelShape> levels, IReadOnlyList<Tensor>? masks, Device device)
    {
        Levels = levels;
        LevelMasks = masks;
        PaddingMask = masks is null ? null : cat([.. masks.Select(mask => mask.flatten(1))], 1);
        Sizes = HostTransfer.Write(tensor([.. levels.SelectMany(level => (float[])[level.Width, level.Height])], [levels.Count, 2]), device);
        LevelOfToken = HostTransfer.Write(tensor([.. levels.SelectMany((level, index) => Enumerable.Repeat((long)index, level.Tokens))]), device);
        CellCenters = HostTransfer.Write(tensor(Centers(levels), [LevelOfToken.shape[0], 2]), device);
        ValidCells = masks is null ? Sizes.unsqueeze(0) : stack([.. masks.Select(CountValid)], 1);
        ValidRatios = ValidCells / Sizes;
    }

    /// <summary>Levels in token order.</summary>
    public IReadOnlyList<LevelShape> Levels { get; }

    /// <summary>A level: [batch, H, W] bool, true on padding; null when no image is padded.</summary>
    public IReadOnlyList<Tensor>? LevelMasks { get; }

    /// <summary>[batch, tokens] bool, true on padding; null when no image is padded.</summary>
    public Tensor? PaddingMask { get; }

    /// <summary>[levels, 2] float32, (W, H) in cells.</summary>
    public Tensor Sizes { get; }

    /// <summary>[batch or 1, levels, 2] float32, valid columns of the first row and valid rows of the first column.</summary>
    public Tensor ValidCells { get; }

    /// <summary>[batch or 1, levels, 2] float32, <see cref="ValidCells"/> over <see cref="Sizes"/>.</summary>
    public Tensor ValidRatios { get; }

    /// <summary>[tokens] int64.</summary>
    public Tensor LevelOfToken { get; }

    /// <summary>[tokens, 2] float32, (column + 0.5, row + 0.5).</summary>
    public Tensor CellCenters { get; }

    /// <param name="paddingMask">[batch, H, W] bool of the images.</param>
    /// <param name="isPadded">Whether any of it is true; null asks the device.</param>
    public static LevelGeometry Create(Tensor paddingMask, IReadOnlyList<LevelShape> levels, bool? isPadded = null)
    {
        using var scope = NewDisposeScope();
        // Nearest down-sampling of the image mask, for every level (reference: Joiner and DINO.forward).
        var image = isPadded ?? HostTransfer.Read<bool>(paddingMask.any())[0] ? paddingMask.unsqueeze(1).to(ScalarType.Float32) : null;
        var masks = image is null
            ? null
            : levels.Select(level => nn.functional.interpolate(image, [level.Height, level.Width]).squeeze(1).to(ScalarType.Bool)).ToList();
        var geometry = new LevelGeometry(levels, masks, paddingMask.device);
        geometry.MoveToOuterDisposeScope();
        return geometry;
    }

    /// <summary>Hands its tensors to the scope around the current one.</summary>
    internal void MoveToOuterDisposeScope()
    {
        foreach (var owned in Tensors())
        {
            owned.MoveToOuterDisposeScope();
        }
    }

    /// <summary>Centre of every token relative to every level (dino-spec 6), as the encoder's reference points.</summary>
    /// <returns>[batch or 1, tokens, levels, 2] float32, (x, y) relative to the padded level; owned by the caller.</returns>
    public Tensor ReferencePoints()
    {
        using var scope = NewDisposeScope();
        var extent = (ValidRatios * Sizes).index_select(1, LevelOfToken);
        return ((CellCenters / extent).unsqueeze(2) * ValidRatios.unsqueeze(1)).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (var owned in Tensors())
        {
            owned.Dispose();
        }
    }

    private static float[] Centers(IReadOnlyList<LevelShape> levels)
    {
        var centers = new float[2 * levels.Sum(level => level.Tokens)];
        var next = 0;
        foreach (var level in levels)
        {
            for (var row = 0; row < level.Height; row++)
            {
                for (var column = 0; column < level.Width; column++)
                {
                    centers[next++] = column + 0.5f;
                    centers[next++] = row + 0.5f;
                }
            }
        }

        return centers;
    }

    private static Tensor CountValid(Tensor mask)
    {
        var valid = mask.logical_not();
        return stack([valid.select(1, 0).sum(1), valid.select(2, 0).sum(1)], 1).to(ScalarType.Float32);
    }

    private IEnumerable<Tensor> Tensors()
    {
        IEnumerable<Tensor> always = [Sizes, ValidCells, ValidRatios, LevelOfToken, CellCenters];
        return LevelMasks is null ? always : [.. always, .. LevelMasks, PaddingMask!];
    }
}
