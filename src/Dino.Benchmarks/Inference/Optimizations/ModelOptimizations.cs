using Dino.Model;
using Dino.Model.Configuration;
using Dino.Model.Inputs;
using Dino.Ops;
using Dino.Torch.Dense;
using Dino.Torch.Memory;
using static TorchSharp.torch;

namespace Dino.Benchmarks.Inference.Optimizations;

/// <summary>Optimizations of the whole forward pass.</summary>
internal sealed class ModelOptimizations : IDisposable
{
    private const string WholeInFloat32 = "forward pass, float32";
    private const string WholeInBFloat16 = "forward pass, bfloat16";
    private const int Height = 800;
    private const int Width = 1216;

    private readonly SwitchedOp _op = new();
    private readonly DinoDetector _model;
    private readonly ImageBatch _images = Image(padding: 0);
    private readonly ImageBatch _padded = Image(padding: 1);

    // Opened by the first pass that uses them, which is the warm-up.
    private FrozenWeights? _kept;
    private TensorPool? _pool;

    public ModelOptimizations()
    {
        _model = new DinoDetector(DinoConfig.FourScaleR50, _op, seed: 1);
        _model.eval();
    }

    public IEnumerable<Optimization> All() =>
    [
        new("bfloat16 products", "forward pass", true, () => Forward(ScalarType.Float32), () => Forward(ScalarType.BFloat16)),
        new(
            "deformable attention's CPU kernels (off: grid_sample)", WholeInFloat32, true,
            () => Forward(ScalarType.Float32, reference: true), () => Forward(ScalarType.Float32)),
        new(
            "sampling straight from bfloat16 projections (off: locations, softmax and values in float32)", WholeInBFloat16, true,
            () => Forward(ScalarType.BFloat16, projected: false), () => Forward(ScalarType.BFloat16)),
        new(
            "memory reused (off: from the C library)", WholeInFloat32, true,
            () => Forward(ScalarType.Float32, pooled: false), () => Forward(ScalarType.Float32),
            Settle: () => Forward(ScalarType.Float32)),
        new(
            "memory reused (off: from the C library)", WholeInBFloat16, true,
            () => Forward(ScalarType.BFloat16, pooled: false), () => Forward(ScalarType.BFloat16),
            Settle: () => Forward(ScalarType.BFloat16)),
        new(
            "derived weights kept between images, in oneDNN's order", WholeInFloat32, true,
            () => Forward(ScalarType.Float32, frozen: false), () => Forward(ScalarType.Float32),
            Settle: () => Forward(ScalarType.Float32)),
        new(
            "derived weights kept between images, in oneDNN's order", WholeInBFloat16, true,
            () => Forward(ScalarType.BFloat16, frozen: false), () => Forward(ScalarType.BFloat16),
            Settle: () => Forward(ScalarType.BFloat16)),
        new(
            "no masks without padding (off: one column padded)", WholeInFloat32, true,
            () => Forward(ScalarType.Float32, images: _padded), () => Forward(ScalarType.Float32)),
        new(
            "two threads (off: one)", WholeInFloat32, true,
            () => WithThreads(1, () => Forward(ScalarType.Float32)), () => Forward(ScalarType.Float32)),
        new(
            "two threads (off: one)", WholeInBFloat16, true,
            () => WithThreads(1, () => Forward(ScalarType.BFloat16)), () => Forward(ScalarType.BFloat16)),
    ];

    public void Dispose()
    {
        _images.Dispose();
        _padded.Dispose();
        _model.Dispose();
        _kept?.Dispose();
        _pool?.Dispose();
    }

    private void Forward(
        ScalarType dtype,
        bool reference = false,
        bool projected = true,
        bool pooled = true,
        bool frozen = true,
        ImageBatch? images = null)
    {
        _op.Reference = reference;
        _op.Projected = projected;
        if (pooled)
        {
            _pool ??= TensorPool.Begin();
        }
        else
        {
            _pool?.Dispose();
            _pool = null;
        }

        if (frozen)
        {
            _kept ??= FrozenWeights.Begin();
        }
        else
        {
            _kept?.Dispose();
            _kept = null;
        }

        using var cast = Autocast.To(dtype);
        _model.Forward(images ?? _images).Dispose();
    }

    private static void WithThreads(int threads, Action action)
    {
        var before = get_num_threads();
        set_num_threads(threads);
        action();
        set_num_threads(before);
    }

    private static ImageBatch Image(long padding)
    {
        var mask = zeros([1, Height, Width], ScalarType.Bool);
        mask.narrow(2, Width - padding, padding).fill_(true);
        return new ImageBatch(randn(1, 3, Height, Width), mask);
    }

    private sealed class SwitchedOp : IProjectedMsDeformAttnOp
    {
        private readonly ReferenceMsDeformAttnOp _reference = new();
        private readonly CpuMsDeformAttnOp _cpu = new();

        public bool Reference { get; set; }

        public bool Projected { get; set; } = true;

        public bool SupportsProjected(ScalarType dtype, Device device, long headDim)
            => Projected && !Reference && _cpu.SupportsProjected(dtype, device, headDim);

        public Tensor ApplyProjected(Tensor value, IReadOnlyList<LevelShape> levels, Tensor projected, Tensor references)
            => _cpu.ApplyProjected(value, levels, projected, references);

        public Tensor Apply(Tensor value, IReadOnlyList<LevelShape> levels, Tensor locations, Tensor weights)
            => Reference ? _reference.Apply(value, levels, locations, weights) : _cpu.Apply(value, levels, locations, weights);
    }
}
