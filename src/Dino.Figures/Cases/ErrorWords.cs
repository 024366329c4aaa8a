using Dino.Evaluation;

namespace Dino.Figures.Cases;

/// <summary>Errors in words for captions and filters.</summary>
internal static class ErrorWords
{
    public static string Of(ErrorKind kind) => kind switch
    {
        ErrorKind.Missed => "missed",
        ErrorKind.Duplicate => "duplicate",
        ErrorKind.Localisation => "badly placed",
        ErrorKind.Classification => "wrong class",
        ErrorKind.Both => "wrong class and badly placed",
        _ => "on background",
    };
}
