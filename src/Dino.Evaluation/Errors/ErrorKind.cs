using System.Text.Json.Serialization;

namespace Dino.Evaluation;

/// <summary>What is wrong with a detection, or an object (TIDE, Bolya et al., arXiv 2008.08115, Sec. 2.2).</summary>
public enum ErrorKind
{
    /// <summary>On an object of another category, well placed.</summary>
    [JsonStringEnumMemberName("classification")]
    Classification,

    /// <summary>On an object of its category, but badly placed.</summary>
    [JsonStringEnumMemberName("localisation")]
    Localisation,

    /// <summary>Badly placed on an object of another category.</summary>
    [JsonStringEnumMemberName("both")]
    Both,

    /// <summary>On an object that a better detection has found.</summary>
    [JsonStringEnumMemberName("duplicate")]
    Duplicate,

    /// <summary>On nothing.</summary>
    [JsonStringEnumMemberName("background")]
    Background,

    /// <summary>An object that no detection found, nor would find with its category or place corrected.</summary>
    [JsonStringEnumMemberName("missed")]
    Missed,
}
