using System.Runtime.InteropServices;
using Dino.Core;
using Dino.Torch.Memory;

namespace Dino.Torch.Tests.Memory;

/// <summary>Of arenas of their own, so that no other test's tensors are in the way. Linux, as the arena.</summary>
public sealed class PageArenaTests
{
    private const long Megabyte = 1 << 20;

    [Fact]
    public void Take_NeighboursThatWereReturned_AreOnePlaceAgain()
    {
        var arena = Opened();
        var blocks = Enumerable.Range(0, 4).Select(_ => arena.Take(3 * Megabyte)).ToList();
        Assert.Equal(blocks.Order(), blocks);
        foreach (var index in new[] { 0, 2, 1 })
        {
            Assert.True(arena.TryReturn(blocks[index]));
        }

        Assert.Equal(3 * Megabyte, arena.UsedBytes);
        Assert.Equal(blocks[0], arena.Take(9 * Megabyte));
        Assert.Equal(blocks[3] + (nint)(3 * Megabyte), arena.Take(Megabyte));
    }

    [Fact]
    public void Take_SeveralPlacesFit_TheLowestIsCut()
    {
        var arena = Opened();
        var blocks = Enumerable.Range(0, 4).Select(index => arena.Take((4 - index) * Megabyte)).ToList();
        arena.TryReturn(blocks[0]);
        arena.TryReturn(blocks[2]);
        Assert.Equal(blocks[0], arena.Take(2 * Megabyte));
        Assert.Equal(blocks[0] + (nint)(2 * Megabyte), arena.Take(2 * Megabyte));
        Assert.Equal(blocks[2], arena.Take(1));
    }

    [Fact]
    public void TryReturn_AnotherAddress_IsRefused()
    {
        var arena = Opened();
        var block = arena.Take(Megabyte);
        Assert.False(arena.TryReturn(block + 4096));
        Assert.True(arena.TryReturn(block));
        Assert.False(arena.TryReturn(block));
        Assert.Equal(0, arena.UsedBytes);
    }

    [Fact]
    public void Take_MoreThanThereIs_GivesNothing()
    {
        var arena = new PageArena();
        Assert.Equal(0, arena.Take(Megabyte)); // not opened yet
        arena.Open();
        Assert.Equal(0, arena.Take(1L << 50));
        Assert.Equal(0, arena.UsedBytes);
    }

    [Fact]
    public void TakeAndReturn_AtRandom_NoTwoBlocksShareBytes()
    {
        var arena = Opened();
        var random = new SplitMix64(7, "blocks");
        var live = new List<(nint Address, int Length, byte Mark)>();
        var lowest = arena.Take(1);
        arena.TryReturn(lowest);
        for (var step = 0; step < 3000; step++)
        {
            if (live.Count < 20 && random.NextInt32(0, 1) == 0)
            {
                var length = random.NextInt32(1, 1 << random.NextInt32(1, 22));
                var block = (Address: arena.Take(length), length, (byte)random.NextInt32(0, 255));
                Fill(block.Address, length, block.Item3);
                live.Add(block);
            }
            else if (live.Count > 0)
            {
                var index = random.NextInt32(0, live.Count - 1);
                var (address, length, mark) = live[index];
                var bytes = new byte[length];
                Marshal.Copy(address, bytes, 0, length);
                Assert.Equal(-1, bytes.AsSpan().IndexOfAnyExcept(mark));
                Assert.True(arena.TryReturn(address));
                live.RemoveAt(index);
            }
        }

        live.ForEach(block => arena.TryReturn(block.Address));
        Assert.Equal(0, arena.UsedBytes);
        Assert.Equal(lowest, arena.Take(1L << 32));
    }

    [Fact]
    public void Close_FreePages_GoBackAndLivingOnesStay()
    {
        var arena = Opened();
        var (first, second) = (arena.Take(4 * Megabyte), arena.Take(4 * Megabyte));
        foreach (var block in new[] { first, second })
        {
            Fill(block, 4 * (int)Megabyte, 7);
        }

        arena.TryReturn(first);
        Assert.Equal(7, Marshal.ReadByte(first)); // kept as it was
        arena.Close();
        Assert.Equal(0, Marshal.ReadByte(first)); // a fresh page of the system's
        Assert.Equal(7, Marshal.ReadByte(second));
        arena.TryReturn(second);
        Assert.Equal(0, Marshal.ReadByte(second));
    }

    private static void Fill(nint address, int length, byte value)
    {
        var bytes = new byte[length];
        bytes.AsSpan().Fill(value);
        Marshal.Copy(bytes, 0, address, length);
    }

    private static PageArena Opened()
    {
        var arena = new PageArena();
        arena.Open();
        return arena;
    }
}
