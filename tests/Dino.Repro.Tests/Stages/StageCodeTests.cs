using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Dino.Pipeline.Code;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Stages;

namespace Dino.Repro.Tests.Stages;

/// <summary>A stage that names too few libraries would keep its result when another one's code changes.</summary>
public sealed class StageCodeTests
{
    private static readonly Assembly s_program = typeof(IStage).Assembly;

    private static readonly Dictionary<short, OperandType> s_operands = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value, code => code.OperandType);

    public static TheoryData<string> Names => [.. RunStages.All(TimeProvider.System).Select(stage => stage.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Code_OfAStage_HasEveryLibraryThatItCalls(string name)
    {
        var stage = RunStages.All(TimeProvider.System).Single(stage => stage.Name == name);
        var called = Called(stage.GetType());
        Assert.NotEmpty(called);
        Assert.Subset(CodeInventory.Running.Of(stage.Code).Keys.ToHashSet(), called);
    }

    /// <summary>Libraries that the type's methods refer to, and those of this program that they call.</summary>
    private static HashSet<string> Called(Type type)
    {
        var (open, seen, libraries) = (new Stack<MethodBase>(Methods(type)), new HashSet<MethodBase>(), new HashSet<string>());
        while (open.TryPop(out var method))
        {
            if (!seen.Add(method))
            {
                continue;
            }

            foreach (var member in Members(method))
            {
                var library = member.Module.Assembly.GetName().Name!;
                if (library.StartsWith("Dino.", StringComparison.Ordinal)
                    || library is "TorchSharp" or "SkiaSharp" or "ScottPlot" or "ILGPU")
                {
                    libraries.Add(library);
                }

                if (member.Module.Assembly == s_program && member is MethodBase next)
                {
                    open.Push(next);
                    if (next.IsConstructor && next.DeclaringType!.IsDefined(typeof(CompilerGeneratedAttribute)))
                    {
                        // An iterator or an asynchronous method runs within the type that the compiler made of it.
                        Array.ForEach([.. Methods(next.DeclaringType!)], open.Push);
                    }
                }
            }
        }

        return libraries;
    }

    private static IEnumerable<MethodBase> Methods(Type type)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static
            | BindingFlags.DeclaredOnly;
        return type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All));
    }

    /// <summary>What the method's instructions name.</summary>
    private static IEnumerable<MemberInfo> Members(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var types = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        var arguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var position = 0; position < code.Length;)
        {
            var first = code[position++];
            var value = first == 0xFE ? unchecked((short)((first << 8) | code[position++])) : first;
            var operand = s_operands[value];
            if (operand
                is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                yield return method.Module.ResolveMember(BitConverter.ToInt32(code, position), types, arguments)!;
            }

            position += operand switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, position)),
                _ => 4,
            };
        }
    }
}
