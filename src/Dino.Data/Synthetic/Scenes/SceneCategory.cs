namespace Dino.Data.Synthetic.Scenes;

/// <summary>What an object is; the value is the COCO category id. Objects of the kind <see cref="Unlabelled"/> are never annotated.</summary>
internal enum SceneCategory
{
    Unlabelled = 0,
    Person = 1,
    Bicycle = 2,
    Car = 3,
    Tree = 4,
    StreetLamp = 5,
    Dog = 6,
}
