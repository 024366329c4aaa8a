namespace Dino.Model.Attention;

/// <summary>Where an attention was computed. A value, so that naming the place costs nothing when nobody observes.</summary>
/// <param name="Part">encoder or decoder.</param>
/// <param name="Layer">Layer of that part, from 0.</param>
public readonly record struct AttentionSite(string Part, int Layer);
