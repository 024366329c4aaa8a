using Dino.Model.Boxes;
using static TorchSharp.torch;

namespace Dino.Model.Decoder;

/// <summary>Box refinement in which the loss of a layer also reaches the box update of the layer before (DINO 2203.03605, Sec. 3.5, Fig. 6): a
/// layer starts from the detached boxes of the layer before, but its prediction is made against the boxes themselves. Tensors belong to
/// the dispose scope around its use.</summary>
internal sealed class LookForwardTwice
{
    private readonly List<Tensor> _boxes = [];

    /// <param name="initialLogits">[batch, queries, 4], (cx, cy, w, h) before the sigmoid.</param>
    public LookForwardTwice(Tensor initialLogits)
    {
        _boxes.Add(initialLogits.sigmoid());
        Anchors = _boxes[0];
    }

    /// <summary>[batch, queries, 4], what the next layer starts from; no gradient passes through it after the first layer.</summary>
    public Tensor Anchors { get; private set; }

    /// <summary>Moves the anchors for the next layer.</summary>
    /// <param name="offsets">[batch, queries, 4], the box head's answer to the layer's raw output.</param>
    public void Refine(Tensor offsets)
    {
        var refined = (offsets + InverseSigmoid.Apply(Anchors)).sigmoid();
        _boxes.Add(refined);
        Anchors = refined.detach();
    }

    /// <summary>Boxes predicted by layer <paramref name="layer"/>.</summary>
    /// <param name="offsets">[batch, queries, 4], the box head's answer to the layer's normed output.</param>
    public Tensor Predict(int layer, Tensor offsets) => (offsets + InverseSigmoid.Apply(_boxes[layer])).sigmoid();
}
