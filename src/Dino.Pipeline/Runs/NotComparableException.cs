using Dino.Core;

namespace Dino.Pipeline.Runs;

/// <summary>A run and a baseline whose difference would mean nothing; the message says what differs and what to do.</summary>
public sealed class NotComparableException(string message) : BadInputException(message);
