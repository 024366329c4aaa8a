using System.IO.Compression;
using Dino.Core;

namespace Dino.Checkpoints.Tests.Hostile;

/// <summary>Files made to harm: each is refused with one line, within a second and 200 MB, and nothing in them runs.</summary>
public sealed class HostileFileTests
{
    private const long MostBytes = 200_000_000;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private static readonly byte[] SixteenFloats = new byte[64];

    private static readonly Dictionary<string, (Func<byte[]> Make, string Reason)> Files = new()
    {
        ["call"] = (() => Zip(p => p.Global("os", "system").Text("touch x").Raw(0x85).Op('R')), "asks to call os.system"),
        ["call of eval by another name"] = (() => Zip(p => p.Raw(0x8c, 8).Raw("builtins"u8).Raw(0x8c, 4).Raw("eval"u8).Raw(0x93).Text("1").Raw(0x85).Op('R')), "asks to call builtins.eval"),
        ["call of an instance"] = (() => Zip(p => p.Global("a", "B").Op(')').Raw(0x81).Op(')').Op('R')), "a call of something that is not a global"),
        ["rebuild that smuggles a call"] = (() => Zip(p => p.Global("torch._tensor", "_rebuild_from_type_v2").Op('(').Global("os", "_rebuild_x").Global("torch", "Tensor").Op(')').Op('N').Op('t').Op('R')), "asks to call os._rebuild_x"),
        ["millions of objects"] = (() => Zip(p => p.Op('(').Repeat(8_000_000, (byte)'K', 1)), "more than 500000"),
        ["millions of dicts"] = (() => Zip(p => p.Op('(').Repeat(8_000_000, (byte)'}')), "more than 500000"),
        ["deep marks"] = (() => Zip(p => p.Repeat(1_000_000, (byte)'(')), "nested deeper"),
        ["deep tuples"] = (() => Zip(p => p.Op(')').Repeat(400_000, 0x85)), "does not hold a dictionary"),
        ["text of 4 GB"] = (() => Zip(p => p.Op('X').UInt32(uint.MaxValue)), "wants 4294967295 bytes"),
        ["integer of 2 GB"] = (() => Zip(p => p.Raw(0x8b).UInt32(int.MaxValue)), "an integer of 2147483647 bytes"),
        ["memo number of 4 G"] = (() => Zip(p => p.Op('}').Op('r').UInt32(uint.MaxValue)), "object number 4294967295"),
        ["stack underflow"] = (() => Zip(p => p.Op('}').Op('s')), "takes more from its stack"),
        ["extension code"] = (() => Zip(p => p.Raw(0x82, 1)), "opcode 0x82"),
        ["storage larger than the file"] = (() => Zip(p => State(p.Storage("0", long.MaxValue / 8))), "claims 1152921504606846975 elements"),
        ["negative storage"] = (() => Zip(p => State(p.Storage("0", -1))), "not a storage"),
        ["storage that is not there"] = (() => Zip(p => State(p.Op('}').Text("w").Tensor("../../etc/passwd", 4, 0, 4, 1))), "'../../etc/passwd' is missing"),
        ["storage of other size"] = (() => TorchZip.Of(State(PickleBytes.Protocol2().Op('}').Text("w").Tensor("0", 4, 0, 4, 1)).Stop(), ("archive/data/0", new byte[15])), "has 15 bytes; expected 4 elements"),
        ["tensor beyond its storage"] = (() => Tensor(offset: 10, size: 10, stride: 1), "reaches to element 20"),
        ["tensor of 2^62 elements"] = (() => Tensor(offset: 0, size: 1L << 62, stride: 4), "more than 2^63"),
        ["expanded tensor"] = (() => Tensor(offset: 0, size: 1L << 40, stride: 0), "more than the whole file"),
        ["negative stride"] = (() => Tensor(offset: 0, size: 2, stride: -1), "non-negative stride"),
        ["many expanded tensors"] = (() => ManyViews(), "views that unfold"),
        ["deflated bomb"] = (() => TorchZip.Of(CompressionLevel.SmallestSize, ("archive/data.pkl", new byte[50_000_000])), "is compressed"),
        ["parent folder"] = (() => TorchZip.Of(Stored(), ("archive/../../etc/cron.d/x", [1])), "leaves its folder"),
        ["absolute name"] = (() => TorchZip.Of(Stored(), ("/etc/passwd", [1])), "leaves its folder"),
        ["drive name"] = (() => TorchZip.Of(Stored(), ("C:\\x", [1])), "leaves its folder"),
        ["two of a name"] = (() => TorchZip.Of(Stored(), ("archive/data/0", SixteenFloats), ("archive/data/0", SixteenFloats)), "is listed twice"),
        ["two pickles"] = (() => TorchZip.Of(Stored(), ("other/data.pkl", Stored())), "2 'data.pkl'"),
        ["big-endian"] = (() => TorchZip.Of(Stored(), ("archive/byteorder", "big"u8.ToArray())), "big-endian"),
        ["a zip of something else"] = (() => TorchZip.Of(CompressionLevel.NoCompression, ("readme.txt", [1])), "0 'data.pkl'"),
        ["a script program"] = (() => TorchZip.Of(Stored(), ("archive/constants.pkl", [1])), "TorchScript"),
        ["pickled module"] = (() => Zip(p => p.Global("models.dino", "DINO").Op(')').Raw(0x81)), "whole pickled models.dino.DINO"),
        ["another pickle"] = (() => PickleBytes.Protocol2().Text("hello").Stop(), "magic number is missing"),
        ["safetensors: header of 2^63"] = (() => [.. BitConverter.GetBytes(1UL << 63), .. "{}"u8], "is not a checkpoint"),
        ["safetensors: header of 2 GB"] = (() => [.. BitConverter.GetBytes(1UL << 31), .. "{}"u8], "claims 2147483648 bytes"),
        ["safetensors: header behind the end"] = (() => [.. BitConverter.GetBytes(1000UL), .. "{}"u8], "truncated"),
        ["safetensors: not JSON"] = (() => Safetensors("{\"a\":"), "not valid JSON"),
        ["safetensors: text behind the header"] = (() => Safetensors("{} x"), "not valid JSON"),
        ["safetensors: listed twice"] = (() => Safetensors(Entry("a", "F32", "[1]", 0, 4)[..^1] + "," + Entry("a", "F32", "[1]", 4, 8)[1..], 8), "'a' is listed twice"),
        ["safetensors: overlap"] = (() => Safetensors(Entry("a", "F32", "[1]", 0, 4)[..^1] + "," + Entry("b", "F32", "[1]", 2, 6)[1..], 6), "expected a start at 4"),
        ["safetensors: gap"] = (() => Safetensors(Entry("a", "F32", "[1]", 4, 8), 8), "expected a start at 0"),
        ["safetensors: too short"] = (() => Safetensors(Entry("a", "F32", "[4]", 0, 16), 8), "truncated"),
        ["safetensors: too long"] = (() => Safetensors(Entry("a", "F32", "[1]", 0, 4), 8), "4 bytes behind its last tensor"),
        ["safetensors: shape against size"] = (() => Safetensors(Entry("a", "F32", "[2]", 0, 4), 4), "expected 2 elements"),
        ["safetensors: shape beyond 2^63"] = (() => Safetensors(Entry("a", "F32", "[4294967296,4294967296]", 0, 4), 4), "more than 2^63"),
        ["safetensors: not UTF-8"] = (() => [.. BitConverter.GetBytes(8UL), .. "{\""u8, 0xa0, .. "\":{}}"u8], "not UTF-8"),
        ["safetensors: negative size"] = (() => Safetensors(Entry("a", "F32", "[-1]", 0, 4), 4), "not a non-negative integer"),
        ["safetensors: unknown type"] = (() => Safetensors(Entry("a", "F4", "[1]", 0, 4), 4), "'F4', which is not supported"),
        ["safetensors: alias of nothing"] = (() => Safetensors("""{"__metadata__":{"aliases":"{\"b\":\"a\"}"}}"""), "'b' to 'a'"),
        ["safetensors: deep header"] = (() => Safetensors(string.Concat(Enumerable.Repeat("{\"a\":", 100_000))), "unexpected 'a'"),
        ["web page"] = (() => "<!DOCTYPE html><html>"u8.ToArray(), "web page"),
        ["nothing"] = (() => [], "is empty"),
        ["one byte"] = (() => [0x80], "truncated"),
        ["zeros"] = (() => new byte[1000], "is not a checkpoint"),
    };

    public static TheoryData<string> Names => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Open_HostileFile_IsRefusedInOneLineWithinBounds(string name)
    {
        using var folder = new TemporaryFolder();
        var (make, reason) = Files[name];
        var path = folder.Write("hostile.pth", make());
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var start = ThreadTime.Now;

        var problem = Assert.Throws<BadInputException>(() => Checkpoint.Open(path));

        Assert.InRange(ThreadTime.Now - start, TimeSpan.Zero, Longest);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, MostBytes);
        Assert.StartsWith(path + ": ", problem.Message, StringComparison.Ordinal);
        Assert.True(problem.Message.Contains(reason, StringComparison.Ordinal), problem.Message);
        Assert.DoesNotContain('\n', problem.Message);
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    private static byte[] Zip(Func<PickleBytes, PickleBytes> pickle) => TorchZip.Of(pickle(PickleBytes.Protocol2()).Stop());

    /// <summary>Makes the value on the stack the one entry of a dictionary that is under it.</summary>
    private static PickleBytes State(PickleBytes pickle) => pickle.Op('s');

    private static byte[] Stored()
        => PickleBytes.Protocol2().Op('}').Text("w").Tensor("0", 16, 0, 16, 1).Op('s').Stop();

    private static byte[] Tensor(long offset, long size, long stride)
        => TorchZip.Of(PickleBytes.Protocol2().Op('}').Text("w").Tensor("0", 16, offset, size, stride).Op('s').Stop(), ("archive/data/0", SixteenFloats));

    private static byte[] ManyViews()
    {
        var pickle = PickleBytes.Protocol2().Op('}').Op('(');
        for (var i = 0; i < 100; i++)
        {
            pickle.Text($"w{i}").Tensor("0", 16, 0, 200_000 + i, 0);
        }

        return TorchZip.Of(pickle.Op('u').Stop(), ("archive/data/0", SixteenFloats));
    }

    private static string Entry(string name, string dtype, string shape, long begin, long end)
        => $$$"""{"{{{name}}}":{"dtype":"{{{dtype}}}","shape":{{{shape}}},"data_offsets":[{{{begin}}},{{{end}}}]}}""";

    private static byte[] Safetensors(string header, int dataBytes = 0)
        => [.. BitConverter.GetBytes((ulong)header.Length), .. System.Text.Encoding.UTF8.GetBytes(header), .. new byte[dataBytes]];
}
