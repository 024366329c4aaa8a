namespace Dino.Repro.Options;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int CheckFailed = 1;
    public const int BadInput = 2;
    public const int Interrupted = 3;
}
