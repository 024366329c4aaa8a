using System.Runtime.CompilerServices;
using Dino.Torch.Memory;

namespace Dino.TestUtilities;

/// <summary>Tests call torch from several threads; for the short life of a test process no finalizer runs at all (see <see cref="FinalizerPause"/>).</summary>
internal static class HoldFinalizers
{
    [ModuleInitializer]
    internal static void Begin() => FinalizerPause.Begin();
}
