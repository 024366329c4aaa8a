namespace Dino.Checkpoints.Families;

/// <summary>Tells the family of a checkpoint by names that only it has.</summary>
public static class FamilyRecognition
{
    private static readonly (CheckpointFamily Family, string[] Names)[] Marks =
    [
        (CheckpointFamily.Official, ["input_proj.0.0.weight", "transformer.enc_out_class_embed.weight"]),
        (CheckpointFamily.Detrex, ["neck.convs.0.conv.weight", "transformer.level_embeds"]),
        (CheckpointFamily.MmDetection, ["neck.convs.0.conv.weight", "memory_trans_fc.weight", "bbox_head.cls_branches.0.weight"]),
        (CheckpointFamily.Torchvision, ["conv1.weight", "layer1.0.conv1.weight", "layer4.0.downsample.0.weight"]),
    ];

    public static CheckpointFamily Recognise(Checkpoint checkpoint)
        => Array.Find(Marks, mark => mark.Names.All(name => checkpoint.Find(name) is not null)).Family;
}
