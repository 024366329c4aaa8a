using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Dino.Kernels.Cuda;
using Dino.Kernels.Cuda.Compilation;
using Dino.Kernels.Cuda.Device;

namespace Dino.Kernels.Tests.Cuda;

public sealed class PtxCompilerTests
{
    private static readonly ConcurrentDictionary<string, Lazy<PtxModule>> s_modules = [];

    public static TheoryData<string, string> Kernels()
    {
        var data = new TheoryData<string, string>();
        foreach (var target in CudaTarget.All)
        {
            foreach (var kernel in DeviceKernels.All(target))
            {
                data.Add(kernel.Name, target.Name);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void EveryKernel_IsForItsTargetAndKeepsOutOfLocalMemory(string kernel, string target)
    {
        var ptx = Ptx(kernel, target);
        Assert.Contains($".target {target}\n", ptx, StringComparison.Ordinal);
        Assert.DoesNotContain(".local", ptx, StringComparison.Ordinal);
        Assert.DoesNotContain("call", ptx, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void EveryKernel_HasNoIntegersForFloats(string kernel, string target)
    {
        // ILGPU compiles `float f = condition ? 1 : 0` to the bits of the integer, a denormal float. Its CPU accelerator runs
        // such code correctly, so only the text shows the error.
        var ptx = Ptx(kernel, target);
        Assert.DoesNotMatch("0f0000000[1-9A-F]", ptx);
        Assert.DoesNotMatch("0d000000000000000[1-9A-F]", ptx);
    }

    [Theory]
    [InlineData("float32", 4)]
    [InlineData("float16", 4)]
    [InlineData("bfloat16", 4)]
    public void VectorisedForward_LoadsFourCellsOf128Bits(string type, int cells)
    {
        foreach (var target in CudaTarget.All)
        {
            var ptx = Ptx($"vectorised-forward-{type}", target.Name);
            Assert.Equal(cells, Count(ptx, @"ld\.global\.v4\.(f32|b32|u32)"));
            Assert.Equal(1, Count(ptx, @"st\.global\.v4\.(f32|b32|u32)"));
            Assert.Equal(2, Count(ptx, @"ld\.shared\.v4\."));
            Assert.Equal(2, Count(ptx, @"st\.shared\.v4\."));
            Assert.Equal(1, Count(ptx, @"ld\.global\.v2\.f32"));
            Assert.Equal(1, Count(ptx, @"ld\.global\.(f32|b32)")); // the weight
        }
    }

    [Fact]
    public void VectorisedBackward_AddsByVectorsWhereTheArchitectureHasThem()
    {
        var older = Ptx("vectorised-backward-float32-atomic", "sm_80");
        var newer = WithoutDeadBranches(Ptx("vectorised-backward-float32-vector-atomic", "sm_90"));
        Assert.Equal((16, 0), (Count(older, @"red\.add\.global\.f32"), Count(older, @"red\.global\.add\.v4\.f32")));
        Assert.Equal((0, 4), (Count(newer, @"red\.add\.global\.f32"), Count(newer, @"red\.global\.add\.v4\.f32")));
        Assert.Equal(4, Count(newer, @"shfl\.sync\.bfly"));
        Assert.Equal(5, Count(newer, @"ld\.global\.v4\.f32")); // four cells and the gradient by the output
        var deterministic = Ptx("vectorised-backward-float32-deterministic", "sm_80");
        Assert.Contains("red.add.global.u64", deterministic, StringComparison.Ordinal);
    }

    [Fact]
    public void HalfTypes_AreWidenedByOneInstruction()
    {
        Assert.Contains("cvt.f32.f16", Ptx("vectorised-forward-float16", "sm_80"), StringComparison.Ordinal);
        Assert.DoesNotContain("cvt.f32.f16", Ptx("vectorised-forward-bfloat16", "sm_80"), StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_AreViewsThenTablesByValue()
    {
        const int View = 16;
        RequireParameters(
            [View, View, View, View, 96, 32],
            DeviceKernels.Forward(CudaVariant.Vectorised, CudaValueType.Float32));
        RequireParameters(
            [View, View, View, View, View, View, View, 96, 32],
            DeviceKernels.Backward(CudaVariant.Vectorised, CudaValueType.Float16, typeof(AtomicSums)));
        RequireParameters(
            [View, View, View, View, 24, View, View, 96, 32],
            DeviceKernels.Backward(CudaVariant.Vectorised, CudaValueType.Float32, typeof(VectorAtomicSums)));
        RequireParameters(
            [View, View, View, View, 32, View, View, 96, 32],
            DeviceKernels.Backward(CudaVariant.Im2Col, CudaValueType.Float32, typeof(FixedPointSums)));
        RequireParameters([View, 4, 4, View], DeviceKernels.L2Read);
    }

    private static void RequireParameters(int[] expected, DeviceKernel kernel)
        => Assert.Equal(expected, Module(kernel.Name, CudaTarget.Sm90.Name).ParameterBytes);

    private static string Ptx(string kernel, string target) => Module(kernel, target).Text;

    private static PtxModule Module(string kernel, string target) => s_modules.GetOrAdd(
        $"{kernel} {target}",
        _ => new Lazy<PtxModule>(() =>
        {
            var compiled = CudaTarget.All.Single(candidate => candidate.Name == target);
            return PtxCompiler.Compile(DeviceKernels.All(compiled).Single(candidate => candidate.Name == kernel), compiled);
        })).Value;

    // Where inline PTX is emitted, ILGPU keeps the code for the CPU accelerator behind a predicate that is always true. The
    // driver's compiler removes it.
    private static string WithoutDeadBranches(string ptx)
        => Regex.Replace(
            ptx,
            @"mov\.pred\s+(?<always>%p\d+), 1;\s*@\k<always> bra(\.uni)?\s+\w+;.*?bra\.uni\s+\w+;",
            "",
            RegexOptions.Singleline | RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(1));

    private static int Count(string ptx, string instruction)
        => Regex.Count(ptx, instruction + @"\b", RegexOptions.None, TimeSpan.FromSeconds(1));
}
