namespace Dino.Repro.Profiles;

/// <summary>From the pretrained model to one for the user's classes.</summary>
/// <param name="ClassMap">Pretrained label to new label: rows of the class heads and the label embedding that are kept. Empty: the reference's way, heads start anew.</param>
/// <param name="FinetuneIgnore">Substrings of the tensors that start anew when <paramref name="ClassMap"/> is empty (reference: --finetune_ignore).</param>
/// <param name="NumClasses">Largest category id + 1; absent: of the training annotations.</param>
/// <param name="DnLabelbookSize">At least <paramref name="NumClasses"/>; absent: that.</param>
public sealed record FineTuneProfile(
    IReadOnlyDictionary<int, int> ClassMap,
    IReadOnlyList<string> FinetuneIgnore,
    int? NumClasses = null,
    int? DnLabelbookSize = null);
