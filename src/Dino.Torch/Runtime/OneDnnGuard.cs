using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using TorchSharp;

namespace Dino.Torch.Runtime;

/// <summary>Switches off oneDNN, libtorch's library for float32 convolutions on the CPU, where it would end the process. It plans a convolution by the sizes of the processor's caches; a virtual AMD
/// processor without the topology extension shows none, and oneDNN then divides by 0 (SIGFPE; uxlfoundation/oneDNN issue 2716). libtorch's other convolutions take its place.</summary>
public static partial class OneDnnGuard
{
    private const string Library = "torch_cpu";

    // CPUID (AMD64 Architecture Programmer's Manual, volume 3, appendix E).
    private const int ExtendedFeatures = unchecked((int)0x80000001);
    private const int TopologyExtension = 1 << 22;
    private const int Auth = 0x68747541; // "Auth", how "AuthenticAMD" begins

    private static readonly Lazy<bool> s_switchedOff = new(Apply);

    /// <summary>Call before the first convolution; later calls cost nothing.</summary>
    /// <returns>True when oneDNN is off.</returns>
    public static bool Ensure() => s_switchedOff.Value;

    private static bool Apply()
    {
        if (!OperatingSystem.IsLinux() || !HidesCaches())
        {
            return false;
        }

        torch.InitializeDeviceType(DeviceType.CPU);
        SetOneDnn(GlobalContext(), enabled: false);
        // The next in turn does not support these processors either and says so on stderr at every convolution.
        SetNnpack(GlobalContext(), enabled: false);
        return true;
    }

    private static bool HidesCaches()
        => X86Base.IsSupported && X86Base.CpuId(0, 0).Ebx == Auth && (X86Base.CpuId(ExtendedFeatures, 0).Ecx & TopologyExtension) == 0;

    // at::globalContext() and its setters, which TorchSharp does not offer (aten/src/ATen/Context.h); the names as GCC and Clang write them.
    [LibraryImport(Library, EntryPoint = "_ZN2at13globalContextEv")]
    private static partial nint GlobalContext();

    [LibraryImport(Library, EntryPoint = "_ZN2at7Context20setUserEnabledMkldnnEb")]
    private static partial void SetOneDnn(nint context, [MarshalAs(UnmanagedType.U1)] bool enabled);

    [LibraryImport(Library, EntryPoint = "_ZN2at7Context20setUserEnabledNNPACKEb")]
    private static partial void SetNnpack(nint context, [MarshalAs(UnmanagedType.U1)] bool enabled);
}
