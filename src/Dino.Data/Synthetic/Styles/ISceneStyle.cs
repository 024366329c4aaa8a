using Dino.Core;
using Dino.Data.Coco;
using Dino.Data.Synthetic.Scenes;

namespace Dino.Data.Synthetic.Styles;

/// <summary>A distribution of scenes and what of them is annotated.</summary>
internal interface ISceneStyle
{
    IReadOnlyList<CocoCategory> Categories { get; }

    Scene Compose(int width, int height, SplitMix64 stream);
}
