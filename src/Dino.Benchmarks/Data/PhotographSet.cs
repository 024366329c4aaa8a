using Dino.Data.Coco;
using Dino.Data.Synthetic;

namespace Dino.Benchmarks.Data;

/// <summary>Synthetic photographs of the size in the experiment, 640x480 JPEG, in a folder of their own.</summary>
internal sealed class PhotographSet : IDisposable
{
    public const int Width = 640;
    public const int Height = 480;

    private readonly string _folder = Directory.CreateTempSubdirectory("dino-photographs-").FullName;

    public PhotographSet(int images)
    {
        Dataset = SyntheticDataset.Write(_folder, new SyntheticOptions(Seed: 7, images, SyntheticStyle.Experiment, Width, Height));
        Source = CocoSource.Locate(_folder).Whole!;
    }

    public CocoDataset Dataset { get; }

    public CocoSource Source { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
