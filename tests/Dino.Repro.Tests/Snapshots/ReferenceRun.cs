using Dino.Core.Attention;
using Dino.Core.Coco;
using Dino.Evaluation;
using Dino.Figures.Attention;
using Dino.Model.Attention;
using Dino.Model.PostProcessing;
using Dino.Ops;
using Dino.TestUtilities;
using Dino.Verification.Fixtures;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Repro.Tests.Snapshots;

/// <summary>A full-size model with drawn weights on a drawn image, in float64 with the fast CPU op: what it detects, where it looks, and the COCO evaluation against
/// objects placed near some of the reference's detections.</summary>
public sealed class ReferenceRun : IDisposable
{
    private const int Image = 1;

    /// <summary>Ranks of the reference's detections that become objects, so that hits and misses alternate.</summary>
    private static readonly int[] ObjectRanks = [0, 2, 5, 9, 14, 20, 27, 35, 44, 54];

    private readonly Recorder _recorder = new();
    private readonly (int Height, int Width) _size;
    private readonly ImageDetections _detections;

    public ReferenceRun()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var fixture = TensorFixture.Open(Path.Combine(RepositoryRoot.Path, "tests", "Fixtures", "dino", "eval_4scale_1img_2cls.safetensors"));
        var platform = VerificationPlatform.Of(new VerificationOptions(Op: "cpu"));
        using var model = FixtureModel.Build(fixture, platform);
        model.eval();
        using var images = FixtureModel.Images(fixture, platform);
        using var encoded = model.Encode(images);
        using var output = model.Decode(encoded, observer: _recorder);
        _size = FixtureModel.Sizes(fixture, "post_target_sizes_hw")[0];
        _detections = new PostProcessor(model.Config).Process(output.Final, [_size])[0];
        Evaluation = CocoEvaluator.Evaluate(Objects(fixture), Detections());
    }

    public CocoEvaluationResult Evaluation { get; }

    /// <summary>Where the best detection's query looked, over all layers and heads, on a grid of <paramref name="width"/> x <paramref name="height"/> cells.</summary>
    public AttentionMap Attention(int width, int height) => AttentionMap.Splat(
        _recorder.Samples((int)_detections.QueryIndices[0], new AttentionFrame(width, height, width, height, width, height)), sigma: 1);

    public void Dispose() => _recorder.Dispose();

    private CocoDetections Detections()
    {
        var builder = new CocoDetectionsBuilder();
        for (var i = 0; i < _detections.Scores.Length; i++)
        {
            builder.Add(Image, _detections.Labels[i], Box(_detections.BoxesXyXy, i), _detections.Scores[i]);
        }

        return builder.Build();
    }

    /// <summary>The reference's boxes, moved by 0 to 12% of their width.</summary>
    private static CocoGroundTruth Objects(TensorFixture fixture)
    {
        var boxes = fixture.Read("post0.boxes").to(float64).data<double>().ToArray();
        var labels = fixture.Read("post0.labels").to(int64).data<long>().ToArray();
        var objects = ObjectRanks.Select(rank => (Box: Box(boxes, rank), Label: labels[rank], Shift: 0.04 * (rank % 4)))
            .Select(item => (Box: item.Box with { X = item.Box.X + (item.Shift * item.Box.Width) }, item.Label)).ToList();
        return new CocoGroundTruth
        {
            Source = "objects near the reference's detections",
            ImageIds = [Image],
            CategoryIds = [0, 1],
            CategoryNames = ["zero", "one"],
            AnnotationIds = [.. Enumerable.Range(1, objects.Count).Select(id => (long)id)],
            AnnotationImageIds = [.. objects.Select(_ => (long)Image)],
            AnnotationCategoryIds = [.. objects.Select(item => item.Label)],
            Boxes = [.. objects.Select(item => item.Box)],
            Areas = [.. objects.Select(item => item.Box.Width * item.Box.Height)],
            IsCrowd = [.. objects.Select(_ => false)],
        };
    }

    private static BoxXyWh Box(IReadOnlyList<double> xyXy, int index) => new(
        xyXy[4 * index], xyXy[(4 * index) + 1], xyXy[(4 * index) + 2] - xyXy[4 * index], xyXy[(4 * index) + 3] - xyXy[(4 * index) + 1]);

    /// <summary>Keeps the decoder's cross-attention of all queries.</summary>
    private sealed class Recorder : IAttentionObserver, IDisposable
    {
        private readonly List<(torch.Tensor Locations, torch.Tensor Weights)> _layers = [];

        public bool WantsSelfAttention => false;

        public void DeformableAttention(AttentionSite site, torch.Tensor locations, torch.Tensor weights, IReadOnlyList<LevelShape> levels)
        {
            if (site.Part == "decoder")
            {
                _layers.Add((locations.clone().DetachFromDisposeScope(), weights.clone().DetachFromDisposeScope()));
            }
        }

        public void SelfAttention(AttentionSite site, torch.Tensor weights) => throw new InvalidOperationException("self-attention was not asked for");

        public AttentionSamples Samples(int query, AttentionFrame frame)
        {
            using var scope = NewDisposeScope();
            var shape = _layers[0].Weights.shape;
            float[] Of(Func<(torch.Tensor Locations, torch.Tensor Weights), torch.Tensor> part)
                => [.. _layers.SelectMany(layer => part(layer)[0, query].to(ScalarType.Float32).contiguous().data<float>().ToArray())];
            return new AttentionSamples
            {
                Subject = "the best detection",
                Box = null,
                Score = null,
                Frame = frame,
                Layers = _layers.Count,
                Heads = (int)shape[2],
                Levels = (int)shape[3],
                Points = (int)shape[4],
                Locations = Of(layer => layer.Locations),
                Weights = Of(layer => layer.Weights),
            };
        }

        public void Dispose()
        {
            foreach (var (locations, weights) in _layers)
            {
                locations.Dispose();
                weights.Dispose();
            }
        }
    }
}
