namespace Dino.Data.Coco;

/// <summary>The 80 categories of COCO 2017 with their ids (1 to 90 with gaps), as its annotation files list them.</summary>
public static class CocoCategories
{
    public static IReadOnlyList<CocoCategory> All { get; } =
    [
        .. Names(1, "person", "bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat", "traffic light", "fire hydrant"),
        .. Names(13, "stop sign", "parking meter", "bench", "bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe"),
        .. Names(27, "backpack", "umbrella"),
        .. Names(31, "handbag", "tie", "suitcase", "frisbee", "skis", "snowboard", "sports ball", "kite", "baseball bat", "baseball glove", "skateboard", "surfboard", "tennis racket", "bottle"),
        .. Names(46, "wine glass", "cup", "fork", "knife", "spoon", "bowl", "banana", "apple", "sandwich", "orange", "broccoli", "carrot", "hot dog", "pizza", "donut", "cake", "chair", "couch", "potted plant", "bed"),
        .. Names(67, "dining table"),
        .. Names(70, "toilet"),
        .. Names(72, "tv", "laptop", "mouse", "remote", "keyboard", "cell phone", "microwave", "oven", "toaster", "sink", "refrigerator"),
        .. Names(84, "book", "clock", "vase", "scissors", "teddy bear", "hair drier", "toothbrush"),
    ];

    private static IEnumerable<CocoCategory> Names(int firstId, params string[] names)
        => names.Select((name, index) => new CocoCategory(firstId + index, name));
}
