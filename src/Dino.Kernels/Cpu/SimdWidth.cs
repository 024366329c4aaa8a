namespace Dino.Kernels.Cpu;

/// <summary>Bits of the vectors a CPU kernel works with. Every width computes on every machine; one that the hardware lacks is slow.</summary>
public enum SimdWidth
{
    Bits128 = 128,
    Bits256 = 256,
    Bits512 = 512,
}
