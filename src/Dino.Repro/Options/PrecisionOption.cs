using System.CommandLine;
using static TorchSharp.torch;

namespace Dino.Repro.Options;

/// <summary><c>--dtype</c> of the verbs that run a model without training it.</summary>
internal sealed class PrecisionOption
{
    private const string BFloat16 = "bfloat16";

    private readonly Option<string> _dtype = new("--dtype")
    {
        Description = "float32, or bfloat16: matrix products and convolutions in fewer bits, less exact and, where the processor multiplies them faster (AMX, AMD's AVX-512), faster.",
        DefaultValueFactory = _ => "float32",
    };

    public PrecisionOption AddTo(Command command)
    {
        _dtype.AcceptOnlyFromAmong("float32", BFloat16);
        command.Add(_dtype);
        return this;
    }

    public ScalarType Read(ParseResult parse) => parse.GetValue(_dtype) == BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
}
