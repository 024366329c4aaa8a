using Dino.Data.Coco;
using Dino.Data.Synthetic;

namespace Dino.Benchmarks.Data;

/// <summary>Synthetic photographs with the size used in the experiment (640x480, JPEG), in a temporary folder.</summary>
internal sealed class PhotographSet : IDisposable
{
    public const int Width = 640;
    public const int Height = 480;

    private readonly string _folder = Directory.CreateTempSubdirectory("dino-photographs-").FullName;

    public PhotographSet(int images)
    {
        var options = new SyntheticOptions(Seed: 7, images, SyntheticStyle.Experiment, Width, Height);
        Dataset = SyntheticDataset.Write(_folder, options);
        Source = CocoSource.Locate(_folder).Whole!;
    }

    public CocoDataset Dataset { get; }

    public CocoSource Source { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
