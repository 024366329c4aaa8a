using System.Reflection;
using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;

namespace Dino.TestUtilities.Cuda;

/// <summary>Reads the arguments of a launch from raw memory as a kernel's PTX does: a view is address and length, structs are their fields in order.</summary>
internal static class LaunchedArguments
{
    /// <param name="address">Of the argument.</param>
    public static object Read(Accelerator accelerator, Type type, nint address)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ArrayView<>))
        {
            return View(accelerator, type, Marshal.ReadIntPtr(address), Marshal.ReadInt64(address, sizeof(long)));
        }

        if (!HasViews(type))
        {
            return Marshal.PtrToStructure(address, type)!;
        }

        var argument = Activator.CreateInstance(type)!;
        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public).OrderBy(field => field.MetadataToken))
        {
            field.SetValue(argument, Read(accelerator, field.FieldType, address));
            address += HasViews(field.FieldType) ? 2 * sizeof(long) : sizeof(long);
        }

        return argument;
    }

    private static bool HasViews(Type type) => type.IsGenericType || type.GetFields(BindingFlags.Instance | BindingFlags.Public).Any(field => field.FieldType.IsGenericType);

    private static object View(Accelerator accelerator, Type type, nint address, long length)
    {
        var buffer = new HostMemory(accelerator, address, length, Marshal.SizeOf(type.GetGenericArguments()[0]));
        return Activator.CreateInstance(type, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, null, [buffer, 0L, length], null)!;
    }
}
