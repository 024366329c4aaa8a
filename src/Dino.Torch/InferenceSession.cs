using Dino.Torch.Dense;
using Dino.Torch.Memory;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Torch;

/// <summary>Everything that fast forward passes without gradients need on this thread, opened and closed together: no
/// gradients (<see cref="no_grad"/>), the type of products (<see cref="Autocast"/>), weights prepared once
/// (<see cref="FrozenWeights"/>) and memory that is used again (<see cref="TensorPool"/>). The weights must not change while a
/// session is open. Close it on the thread that opened it; sessions nest.</summary>
public sealed class InferenceSession : IDisposable
{
    private readonly IDisposable _noGradients = no_grad();
    private readonly TensorPool _pool = TensorPool.Begin();
    private readonly FrozenWeights _weights = FrozenWeights.Begin();
    private readonly Autocast _precision;

    private InferenceSession(Autocast precision) => _precision = precision;

    /// <param name="dtype">What matrix products and convolutions compute in: float32, or bfloat16 or float16 for less time and
    /// less accuracy.</param>
    /// <exception cref="ArgumentException">Another type.</exception>
    public static InferenceSession Begin(ScalarType dtype = ScalarType.Float32)
        => new(Autocast.To(dtype));

    /// <summary>Opens one step, such as an image: no finalizer runs until it is closed (<see cref="FinalizerPause"/>), and
    /// tensors that nobody has taken over are freed then.</summary>
    public static InferenceStep BeginStep() => new();

    public void Dispose()
    {
        _precision.Dispose();
        _weights.Dispose();
        _pool.Dispose();
        _noGradients.Dispose();
    }
}

/// <summary>One step of an <see cref="InferenceSession"/>.</summary>
public sealed class InferenceStep : IDisposable
{
    private readonly FinalizerPause _pause = FinalizerPause.Begin();

    internal InferenceStep()
    {
    }

    /// <summary>Owns the tensors of the step.</summary>
    public DisposeScope Tensors { get; } = NewDisposeScope();

    public void Dispose()
    {
        Tensors.Dispose();
        _pause.Dispose();
    }
}
