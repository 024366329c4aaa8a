namespace Dino.Model.Profiling;

/// <summary>What a stage took over all passes.</summary>
/// <param name="Stage">backbone, encoder, selection, decoder, or what the caller adds.</param>
/// <param name="Multiplications">Multiplications with addition in linear layers and convolutions; those of attention are not counted.</param>
public sealed record StageTotal(string Stage, TimeSpan Time, long Multiplications);
