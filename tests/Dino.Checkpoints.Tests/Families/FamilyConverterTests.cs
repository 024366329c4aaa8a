using Dino.Checkpoints.Families;
using Dino.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Checkpoints.Tests.Families;

public sealed class FamilyConverterTests : IDisposable
{
    private const string LabelEmbedding = "label_enc.weight";

    // Names as the sources of detrex and mmdetection have them; a row for each rule of the name maps.
    private static readonly (string Official, string Detrex, string MmDetection)[] Names =
    [
        ("backbone.0.body.conv1.weight", "backbone.stem.conv1.weight", "backbone.conv1.weight"),
        ("backbone.0.body.bn1.running_var", "backbone.stem.conv1.norm.running_var", "backbone.bn1.running_var"),
        ("backbone.0.body.layer1.0.conv3.weight", "backbone.res2.0.conv3.weight", "backbone.layer1.0.conv3.weight"),
        ("backbone.0.body.layer4.2.bn2.bias", "backbone.res5.2.conv2.norm.bias", "backbone.layer4.2.bn2.bias"),
        ("backbone.0.body.layer3.0.downsample.0.weight", "backbone.res4.0.shortcut.weight", "backbone.layer3.0.downsample.0.weight"),
        ("backbone.0.body.layer2.0.downsample.1.running_mean", "backbone.res3.0.shortcut.norm.running_mean", "backbone.layer2.0.downsample.1.running_mean"),
        ("input_proj.1.0.weight", "neck.convs.1.conv.weight", "neck.convs.1.conv.weight"),
        ("input_proj.2.1.bias", "neck.convs.2.norm.bias", "neck.convs.2.gn.bias"),
        ("input_proj.3.0.weight", "neck.extra_convs.0.conv.weight", "neck.extra_convs.0.conv.weight"),
        ("input_proj.3.1.weight", "neck.extra_convs.0.norm.weight", "neck.extra_convs.0.gn.weight"),
        ("transformer.level_embed", "transformer.level_embeds", "level_embed"),
        ("transformer.tgt_embed.weight", "transformer.tgt_embed.weight", "query_embedding.weight"),
        ("transformer.encoder.layers.5.self_attn.sampling_offsets.bias", "transformer.encoder.layers.5.attentions.0.sampling_offsets.bias", "encoder.layers.5.self_attn.sampling_offsets.bias"),
        ("transformer.encoder.layers.0.linear1.weight", "transformer.encoder.layers.0.ffns.0.layers.0.0.weight", "encoder.layers.0.ffn.layers.0.0.weight"),
        ("transformer.encoder.layers.0.linear2.bias", "transformer.encoder.layers.0.ffns.0.layers.1.bias", "encoder.layers.0.ffn.layers.1.bias"),
        ("transformer.encoder.layers.1.norm1.weight", "transformer.encoder.layers.1.norms.0.weight", "encoder.layers.1.norms.0.weight"),
        ("transformer.encoder.layers.1.norm2.weight", "transformer.encoder.layers.1.norms.1.weight", "encoder.layers.1.norms.1.weight"),
        ("transformer.decoder.layers.2.self_attn.in_proj_weight", "transformer.decoder.layers.2.attentions.0.attn.in_proj_weight", "decoder.layers.2.self_attn.attn.in_proj_weight"),
        ("transformer.decoder.layers.2.self_attn.out_proj.bias", "transformer.decoder.layers.2.attentions.0.attn.out_proj.bias", "decoder.layers.2.self_attn.attn.out_proj.bias"),
        ("transformer.decoder.layers.3.cross_attn.value_proj.weight", "transformer.decoder.layers.3.attentions.1.value_proj.weight", "decoder.layers.3.cross_attn.value_proj.weight"),
        ("transformer.decoder.layers.4.linear2.weight", "transformer.decoder.layers.4.ffns.0.layers.1.weight", "decoder.layers.4.ffn.layers.1.weight"),
        ("transformer.decoder.layers.0.norm2.weight", "transformer.decoder.layers.0.norms.0.weight", "decoder.layers.0.norms.0.weight"),
        ("transformer.decoder.layers.0.norm1.weight", "transformer.decoder.layers.0.norms.1.weight", "decoder.layers.0.norms.1.weight"),
        ("transformer.decoder.layers.0.norm3.weight", "transformer.decoder.layers.0.norms.2.weight", "decoder.layers.0.norms.2.weight"),
        ("transformer.decoder.norm.bias", "transformer.decoder.norm.bias", "decoder.norm.bias"),
        ("transformer.decoder.ref_point_head.layers.1.weight", "transformer.decoder.ref_point_head.layers.1.weight", "decoder.ref_point_head.layers.1.weight"),
        ("transformer.enc_output.weight", "transformer.enc_output.weight", "memory_trans_fc.weight"),
        ("transformer.enc_output_norm.bias", "transformer.enc_output_norm.bias", "memory_trans_norm.bias"),
        ("transformer.enc_out_class_embed.bias", "class_embed.6.bias", "bbox_head.cls_branches.6.bias"),
        ("transformer.enc_out_bbox_embed.layers.2.weight", "bbox_embed.6.layers.2.weight", "bbox_head.reg_branches.6.4.weight"),
        ("class_embed.5.weight", "class_embed.5.weight", "bbox_head.cls_branches.5.weight"),
        ("bbox_embed.0.layers.1.bias", "bbox_embed.0.layers.1.bias", "bbox_head.reg_branches.0.2.bias"),
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope = NewDisposeScope();

    [Theory]
    [InlineData("eval_4scale", CheckpointFamily.Detrex, true)]
    [InlineData("eval_4scale", CheckpointFamily.Detrex, false)]
    [InlineData("eval_5scale", CheckpointFamily.Detrex, true)]
    [InlineData("eval_4scale", CheckpointFamily.MmDetection, true)]
    [InlineData("eval_4scale", CheckpointFamily.MmDetection, false)]
    [InlineData("eval_5scale", CheckpointFamily.MmDetection, true)]
    public void FromOfficial_AndBack_IsTheIdentity(string name, CheckpointFamily family, bool sharedHeads)
    {
        var original = OfficialSample.Make(name, sharedHeads);
        if (family == CheckpointFamily.MmDetection)
        {
            ClearNeckBiases(original);
        }

        // The one thing the other families cannot hold: the row behind the last label, which nothing reads.
        original.Single(pair => pair.Key == LabelEmbedding).Value[-1].zero_();
        using var official = OfficialSample.Write(_folder.File("official.safetensors"), original);
        using var there = FamilyConverter.FromOfficial(official, family);
        using var foreign = OfficialSample.Write(_folder.File("foreign.safetensors"), there.Tensors);
        Assert.Equal(family, FamilyRecognition.Recognise(foreign));

        using var back = FamilyConverter.ToOfficial(foreign);

        var found = back.Tensors.ToDictionary();
        Assert.Equal(original.Select(pair => pair.Key).Order(), found.Keys.Order());
        Assert.All(original, pair => AssertSame(pair.Value, found[pair.Key], pair.Key));
        Assert.Equal(original.Select(pair => pair.Value.Handle).Distinct().Count(), back.Tensors.Select(pair => pair.Value.Handle).Distinct().Count());
        Assert.Equal(sharedHeads, back.Settings.DecPredClassEmbedShare);
        Assert.Equal(sharedHeads, back.Settings.DecPredBboxEmbedShare);
        Assert.Equal(91, back.Settings.NumClasses);
        Assert.Equal(91, back.Settings.DnLabelbookSize);
    }

    [Fact]
    public void FromOfficial_EachName_IsTheOtherFamilys()
    {
        var original = OfficialSample.Make();
        ClearNeckBiases(original);
        using var checkpoint = OfficialSample.Write(_folder.File("official.safetensors"), original);
        using var detrex = FamilyConverter.FromOfficial(checkpoint, CheckpointFamily.Detrex);
        using var mmDetection = FamilyConverter.FromOfficial(checkpoint, CheckpointFamily.MmDetection);
        Assert.All(Names, names =>
        {
            var expected = original.Single(pair => pair.Key == names.Official).Value;
            AssertSame(expected, detrex.Tensors.Single(pair => pair.Key == names.Detrex).Value, names.Detrex);
            AssertSame(expected, mmDetection.Tensors.Single(pair => pair.Key == names.MmDetection).Value, names.MmDetection);
        });
    }

    [Fact]
    public void FromOfficial_NeckBiasThatMatters_IsRefusedForMmDetection()
    {
        using var official = OfficialSample.Write(_folder.File("official.safetensors"), OfficialSample.Make());
        var problem = Assert.Throws<BadInputException>(() => FamilyConverter.FromOfficial(official, CheckpointFamily.MmDetection));
        Assert.Contains("'input_proj.0.0.bias' is not zero", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToOfficial_EightyClassesToNinetyOne_PutsRowsAtTheirCategoryIds()
    {
        using var official = OfficialSample.Write(_folder.File("official.safetensors"), OfficialSample.Make());
        using var detrex = FamilyConverter.FromOfficial(official, CheckpointFamily.Detrex, CocoNumbering.Contiguous);
        using var eighty = OfficialSample.Write(_folder.File("eighty.safetensors"), detrex.Tensors);
        Assert.Equal(80, eighty.Find("class_embed.0.bias")!.Shape[0]);
        Assert.Equal(80, eighty.Find(LabelEmbedding)!.Shape[0]);

        using var back = FamilyConverter.ToOfficial(eighty, CocoNumbering.CategoryIds);

        var found = back.Tensors.ToDictionary();
        foreach (var name in (string[])["class_embed.3.weight", "class_embed.3.bias", "transformer.enc_out_class_embed.weight", "transformer.decoder.class_embed.1.bias", LabelEmbedding])
        {
            var before = official.Find(name)!.ToTensor();
            foreach (var id in CocoNumbering.Ids)
            {
                AssertSame(before[id], found[name][id], $"{name}[{id}]");
            }
        }

        // 1 and 90 are the first and last category; 12 is a gap, 0 never used.
        Assert.Equal([1, 90], new[] { CocoNumbering.Ids[0], CocoNumbering.Ids[79] });
        Assert.All((int[])[0, 12, 83], gap => Assert.Equal(-20, found["class_embed.0.bias"][gap].item<float>()));
        Assert.All((int[])[0, 12, 83], gap => Assert.Equal(0, found["class_embed.0.weight"][gap].abs().sum().item<float>()));
    }

    [Theory]
    [InlineData("dino_r50_4scale_12ep_49_2AP.pth", CheckpointFamily.Detrex, 10000, -0.5)]
    [InlineData("dino_r50_4scale_24ep.pth", CheckpointFamily.Detrex, 20, 0)]
    [InlineData("dino-4scale_r50_8xb2-12e_coco.pth", CheckpointFamily.MmDetection, 20, 0)]
    [InlineData("dino-4scale_r50_improved_8xb2-12e_coco.pth", CheckpointFamily.MmDetection, 10000, -0.5)]
    public void ToOfficial_ModelOfAnotherFamily_CarriesItsSettings(string fileName, CheckpointFamily family, double temperature, double offset)
    {
        var original = OfficialSample.Make();
        ClearNeckBiases(original);
        using var official = OfficialSample.Write(_folder.File("official.safetensors"), original);
        using var there = FamilyConverter.FromOfficial(official, family);
        using var foreign = OfficialSample.Write(_folder.File(fileName), there.Tensors);
        using var back = FamilyConverter.ToOfficial(foreign);

        Assert.Equal(family, back.Settings.Family);
        Assert.Equal((temperature, temperature, offset), (back.Settings.PeTemperatureH, back.Settings.PeTemperatureW, back.Settings.PeOffset));
        Assert.Equal(offset != 0, back.Settings.NotRepresentable().Count > 0);

        var path = _folder.File("carried.safetensors");
        SafetensorsWriter.Write(path, back.Tensors, new Dictionary<string, string> { [ModelSettings.MetadataKey] = back.Settings.ToJson() });
        using var carried = Checkpoint.Open(path);
        Assert.Equal(back.Settings, ModelSettings.Of(carried));
    }

    [Fact]
    public void ToOfficial_TorchvisionClassifier_IsABackboneWithoutClassifierAndCounters()
    {
        var official = OfficialSample.Make().Where(pair => pair.Key.StartsWith("backbone.0.body.", StringComparison.Ordinal)).ToList();
        var torchvision = official.Select(pair => KeyValuePair.Create(pair.Key["backbone.0.body.".Length..], pair.Value)).ToList();
        torchvision.AddRange([new("fc.weight", ones(10, 4)), new("fc.bias", ones(10)), new("bn1.num_batches_tracked", tensor(1L))]);
        using var checkpoint = OfficialSample.Write(_folder.File("resnet50-0676ba61.pth"), torchvision);
        Assert.Equal(CheckpointFamily.Torchvision, FamilyRecognition.Recognise(checkpoint));

        using var converted = FamilyConverter.ToOfficial(checkpoint);

        Assert.Equal(265, converted.Tensors.Count);
        Assert.Equal(official.Select(pair => pair.Key), converted.Tensors.Select(pair => pair.Key));
        Assert.All(official.Zip(converted.Tensors), pair => AssertSame(pair.First.Value, pair.Second.Value, pair.First.Key));
        Assert.Contains(converted.Notes, note => note.Contains("left out 3 tensors", StringComparison.Ordinal));
    }

    [Fact]
    public void ToOfficial_TensorWithoutCounterpart_IsRefusedByName()
    {
        var tensors = OfficialSample.Make();
        using var official = OfficialSample.Write(_folder.File("official.safetensors"), tensors);
        using var there = FamilyConverter.FromOfficial(official, CheckpointFamily.Detrex);
        using var strange = OfficialSample.Write(_folder.File("strange.safetensors"), [.. there.Tensors, new("backbone.patch_embed.proj.weight", ones(2))]);
        var problem = Assert.Throws<BadInputException>(() => FamilyConverter.ToOfficial(strange));
        Assert.Contains("1 of its tensors have no official counterpart, 'backbone.patch_embed.proj.weight'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToOfficial_UnknownFamily_IsRefused()
    {
        using var checkpoint = OfficialSample.Write(_folder.File("other.safetensors"), [new("weight", ones(1))]);
        var problem = Assert.Throws<BadInputException>(() => FamilyConverter.ToOfficial(checkpoint));
        Assert.Contains("of no known family", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToOfficial_ThenDispose_LeavesNoTensor()
    {
        using var official = OfficialSample.Write(_folder.File("official.safetensors"), OfficialSample.Make());
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        FamilyConverter.ToOfficial(official).Dispose();
        FamilyConverter.FromOfficial(official, CheckpointFamily.Detrex, CocoNumbering.Contiguous).Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private static void ClearNeckBiases(List<KeyValuePair<string, Tensor>> tensors)
    {
        foreach (var (name, tensor) in tensors)
        {
            if (name.StartsWith("input_proj.", StringComparison.Ordinal) && name.EndsWith(".0.bias", StringComparison.Ordinal))
            {
                tensor.zero_();
            }
        }
    }

    private static void AssertSame(Tensor expected, Tensor actual, string name)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.True(expected.contiguous().bytes.SequenceEqual(actual.contiguous().bytes), name);
    }
}
