using Dino.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Checkpoints.Tests;

public sealed class ClassSurgeryTests : IDisposable
{
    private const int OldClasses = 7;
    private const int NewClasses = 2;
    private const int Width = 4;
    private static readonly string[] Heads = ["class_embed.0", "transformer.decoder.class_embed.0", "transformer.enc_out_class_embed"];

    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void Load_OneClassMap_GivesTheMappedClassItsOldLogitsAndTheAbsentOneNone()
    {
        var old = Model(OldClasses, seed: 1);
        var fresh = Model(NewClasses, seed: 2);
        var report = Load(old, fresh, ClassMap.OneClass(sourceLabel: 1, label: 1, NewClasses));

        Assert.Empty(report.Loaded);
        Assert.Equal(fresh.Keys, report.Resized);
        var features = rand([32, Width], generator: new Generator(3));
        foreach (var head in Heads)
        {
            var before = Logits(old, head, features).select(1, 1);
            var after = Logits(fresh, head, features);
            // The same dot products in the same order: equal to the bit.
            Assert.Equal(before.data<float>().ToArray(), after.select(1, 1).contiguous().data<float>().ToArray());
            Assert.All(after.select(1, 0).contiguous().data<float>().ToArray(), logit => Assert.Equal(-20f, logit));
        }
    }

    [Fact]
    public void Load_AnyMap_CopiesLabelEmbeddingRowsAndKeepsTheOthers()
    {
        var (old, fresh) = (Model(OldClasses, seed: 1), Model(4, seed: 2));
        var (kept, behind) = (fresh["label_enc.weight"][2].clone(), fresh["label_enc.weight"][4].clone());
        Load(old, fresh, new ClassMap(new Dictionary<int, int> { [1] = 5, [3] = 0 }, absent: [0]));

        var (from, to) = (old["label_enc.weight"], fresh["label_enc.weight"]);
        AssertSame(from[5], to[1]);
        AssertSame(from[0], to[3]);
        AssertSame(behind, to[4]);
        AssertSame(kept, to[2]);
    }

    [Fact]
    public void Load_NewClassWithoutSource_KeepsTheModelsInitialValues()
    {
        var (old, fresh) = (Model(OldClasses, seed: 1), Model(3, seed: 2));
        var (weight, bias) = (fresh["class_embed.0.weight"][2].clone(), fresh["class_embed.0.bias"][2].clone());
        Load(old, fresh, new ClassMap(new Dictionary<int, int> { [1] = 1 }, absent: [0]));
        AssertSame(weight, fresh["class_embed.0.weight"][2]);
        AssertSame(bias, fresh["class_embed.0.bias"][2]);
    }

    [Theory]
    [InlineData(OldClasses + 1, 1)]
    [InlineData(1, NewClasses + 1)]
    public void Load_LabelOutOfRange_SaysWhichAndChangesNothing(int sourceLabel, int label)
    {
        var (old, fresh) = (Model(OldClasses, seed: 1), Model(NewClasses, seed: 2));
        var before = fresh["class_embed.0.weight"].clone();
        var problem = Assert.Throws<BadInputException>(() => Load(old, fresh, new ClassMap(new Dictionary<int, int> { [label] = sourceLabel })));
        Assert.Contains($"class {sourceLabel} cannot become class {label}", problem.Message, StringComparison.Ordinal);
        AssertSame(before, fresh["class_embed.0.weight"]);
    }

    [Fact]
    public void Load_OtherWidth_IsRefusedWithBothShapes()
    {
        var old = Model(OldClasses, seed: 1);
        var fresh = Model(NewClasses, seed: 2);
        fresh["class_embed.0.weight"] = zeros(NewClasses, Width + 1);
        var problem = Assert.Throws<BadInputException>(() => Load(old, fresh, ClassMap.OneClass(1, 1, NewClasses)));
        Assert.Contains("'class_embed.0.weight' has shape [7, 4]; the model expects [2, 5]", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ClassMap_LabelMappedAndAbsent_IsRefused()
        => Assert.Throws<ArgumentException>(() => new ClassMap(new Dictionary<int, int> { [1] = 1 }, absent: [1]));

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private static Tensor Logits(Dictionary<string, Tensor> model, string head, Tensor features)
        => (features.unsqueeze(1) * model[head + ".weight"]).sum(-1) + model[head + ".bias"];

    private static void AssertSame(Tensor expected, Tensor actual)
        => Assert.True(expected.contiguous().bytes.SequenceEqual(actual.contiguous().bytes));

    private static Dictionary<string, Tensor> Model(int classes, long seed)
    {
        using var generator = new Generator((ulong)seed);
        var model = new Dictionary<string, Tensor>();
        foreach (var head in Heads)
        {
            model[head + ".weight"] = rand([classes, Width], generator: generator);
            model[head + ".bias"] = rand([classes], generator: generator);
        }

        model["label_enc.weight"] = rand([classes + 1, Width], generator: generator);
        return model;
    }

    private LoadReport Load(Dictionary<string, Tensor> old, Dictionary<string, Tensor> fresh, ClassMap map)
    {
        var path = _folder.File("old.safetensors");
        SafetensorsWriter.Write(path, [.. old], new Dictionary<string, string>());
        using var checkpoint = Checkpoint.Open(path);
        return StateDictLoader.Load([.. fresh], checkpoint, new LoadOptions { ClassMap = map });
    }
}
