namespace Dino.Model.Attention;

/// <summary>Where an attention was computed.</summary>
/// <param name="Part">encoder or decoder.</param>
/// <param name="Layer">Layer of that part, from 0.</param>
public sealed record AttentionSite(string Part, int Layer);
