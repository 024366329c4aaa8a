using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dino.Model.Backbone;

/// <summary>The backbone under the name that checkpoints give it (backbone.0.body; reference: BackboneBase in models/dino/backbone.py).</summary>
internal sealed class DetectionBackbone : Module
{
    [ComponentName(Name = "body")]
    private readonly ResNet _body;

    public DetectionBackbone(DinoConfig config)
        : base(nameof(DetectionBackbone))
    {
        _body = new ResNet(config);
        RegisterComponents();
    }

    public List<Tensor> Forward(Tensor pixels) => _body.Forward(pixels);
}
