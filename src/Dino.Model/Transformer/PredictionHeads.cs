using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dino.Model.Transformer;

/// <summary>The heads that turn a query's output into a class and a box (DETR 2005.12872, Sec. 3.2).</summary>
internal static class PredictionHeads
{
    public static Linear Class(DinoConfig config) => nn.Linear(config.HiddenDim, config.NumClasses);

    public static Mlp Box(DinoConfig config) => new(config.HiddenDim, config.HiddenDim, config.HiddenDim, 4);
}
