using BenchmarkDotNet.Attributes;
using Dino.Data.Images;
using Dino.Data.Resizing;
using Dino.Data.Transforms;

namespace Dino.Benchmarks.Data;

/// <summary>How the time per image divides on one thread, from 640x480 to 1066x800. Pillow and torchvision take 20 ms: 2.2 to
/// decode, 6.6 to resize, and 11 to convert to float and normalize.</summary>
[MemoryDiagnoser]
public class SampleBenchmark
{
    private const int NewWidth = 1066;
    private const int NewHeight = 800;

    private readonly EvaluationPipeline _evaluation = new(new EvaluationSize());
    private readonly TrainingPipeline _training = new(new TrainingAugmentation());
    private PhotographSet _set = null!;
    private string _path = "";
    private RgbImage _picture = null!;

    [GlobalSetup]
    public void Draw()
    {
        _set = new PhotographSet(1);
        _path = new ImageFolder(_set.Source.ImageFolder).Resolve(_set.Dataset.Images[0].FileName);
        _picture = ImageDecoder.Decode(_path);
    }

    [GlobalCleanup]
    public void Delete() => _set.Dispose();

    [Benchmark]
    public RgbImage Decode() => ImageDecoder.Decode(_path);

    [Benchmark]
    public RgbImage Resize() => BilinearResize.Apply(_picture, NewWidth, NewHeight);

    [Benchmark]
    public DetectionSample ResizeToNormalisedFloats()
        => _evaluation.Transform(_picture, _set.Dataset.Images[0], _set.Dataset.Annotations);

    [Benchmark(Baseline = true)]
    public DetectionSample EvaluationSample() => _evaluation.Load(_set.Source, _set.Dataset.Images[0], _set.Dataset.Annotations);

    [Benchmark]
    public DetectionSample TrainingSample()
        => _training.Load(_set.Source, _set.Dataset.Images[0], _set.Dataset.Annotations, seed: 1, epoch: 1);
}
