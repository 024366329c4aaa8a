using Dino.Core;

namespace Dino.Checkpoints.Families;

/// <summary>Names of one family beside the official ones, for an architecture of given depth. The first row that fits decides.</summary>
internal sealed class NameMap
{
    private readonly List<(NameTemplate Official, NameTemplate Foreign)> _rows;

    private NameMap(IEnumerable<(string Official, string Foreign)> rows)
        => _rows = [.. rows.Select(row => (new NameTemplate(row.Official), new NameTemplate(row.Foreign)))];

    public static NameMap For(CheckpointFamily family, ArchitectureDepth depth) => new(family switch
    {
        CheckpointFamily.Detrex => DetrexNames.Rows(depth),
        CheckpointFamily.MmDetection => MmDetectionNames.Rows(depth),
        CheckpointFamily.Torchvision => TorchvisionNames.Rows,
        CheckpointFamily.Official => [("{p}", "{p}")],
        _ => throw new BadInputException("is of no known family: expected names of IDEA-Research/DINO, detrex, mmdetection or a torchvision ResNet"),
    });

    public string? ToOfficial(string name) => _rows.Select(row => row.Foreign.Translate(name, row.Official)).FirstOrDefault(found => found is not null);

    public string? FromOfficial(string name) => _rows.Select(row => row.Official.Translate(name, row.Foreign)).FirstOrDefault(found => found is not null);
}
