using Dino.Checkpoints.Content;
using static TorchSharp.torch;

namespace Dino.Checkpoints.Tests;

/// <summary>A small checkpoint with everything a real one has. Its tensors belong to the dispose scope it is made in; tests/interop knows its values.</summary>
internal sealed class TrainingSample
{
    private static readonly double[] Rates = [1e-4, 1e-5];

    public TrainingSample()
    {
        var head = rand(3, 8, generator: new Generator(1));
        var numbers = arange(6, dtype: ScalarType.Float64).reshape(2, 3);
        Model =
        [
            new("transformer.level_embed", rand(4, 8, generator: new Generator(2))),
            new("class_embed.0.weight", head),
            new("class_embed.1.weight", head),
            new("half", numbers.to_type(ScalarType.Float16)),
            new("bf16", numbers.to_type(ScalarType.BFloat16)),
            new("f64", numbers),
            new("i8", numbers.to_type(ScalarType.Int8)),
            new("i16", numbers.to_type(ScalarType.Int16)),
            new("i32", numbers.to_type(ScalarType.Int32)),
            new("u8", numbers.to_type(ScalarType.Byte)),
            new("bool", numbers.to_type(ScalarType.Bool)),
            new("transposed", numbers.transpose(0, 1)),
            new("empty", zeros(0, 4)),
            new("num_batches_tracked", tensor(5L)),
        ];
        Moments = [.. Enumerable.Range(0, 2).Select(i => new AdamWMoments(7, rand(i + 2, 4, generator: new Generator((ulong)(10 + i))), rand(i + 2, 4, generator: new Generator((ulong)(20 + i)))))];
    }

    public List<KeyValuePair<string, Tensor>> Model { get; }

    public IReadOnlyList<AdamWMoments> Moments { get; }

    public ReferenceCheckpoint Weights => new() { Model = Model, Epoch = 11 };

    public ReferenceCheckpoint Training => Weights with
    {
        Optimizer = new AdamWState(
            [Group(0), Group(1)],
            Moments.Select((moments, i) => KeyValuePair.Create(i, moments)).ToDictionary()),
        LrScheduler = new StepLrState(11, 0.1, Rates, 11, Rates),
        Args = new ContentDictionary().Set("lr", 1e-4).Set("num_classes", 91).Set("options", null).Set("coco_path", "COCODIR é")
            .Set("backbone_freeze", new ContentList(ContentKind.List, ["a", 1])).Set("amp", false).Set("big", 1L << 40),
    };

    private static AdamWGroup Group(int number) => new(Rates[number], Rates[number], 0.9, 0.999, 1e-8, 1e-4, [number]);
}
