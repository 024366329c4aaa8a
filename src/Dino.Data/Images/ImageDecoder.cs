using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Dino.Core;
using SkiaSharp;

namespace Dino.Data.Images;

/// <summary>Decodes image files as the reference's loader does (Pillow, <c>convert("RGB")</c>): 8-bit RGB, the format known by content and not by
/// name, no EXIF rotation, no colour management, alpha dropped without compositing, first frame of several.</summary>
public static class ImageDecoder
{
    /// <summary>Pillow's limit against decompression bombs (twice MAX_IMAGE_PIXELS); larger pictures are refused before memory is taken.</summary>
    public const long MostPixels = 178_956_970;

    /// <summary>Four bytes a pixel without compression.</summary>
    private const long MostFileBytes = 4 * MostPixels;

    /// <exception cref="FileNotFoundException">No such file.</exception>
    /// <exception cref="BadInputException">Not an image, damaged, cut short or too large; the message names the file.</exception>
    public static RgbImage Decode(string path)
    {
        var file = Read(path);
        GifTransparency.Remove(file);
        var isGray16 = Gray16Png.TryRelabel(file);
        using var codec = Open(path, file);
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        var rented = ArrayPool<byte>.Shared.Rent(checked(info.BytesSize));
        try
        {
            var rgba = rented.AsSpan(0, info.BytesSize);
            var result = GetPixels(codec, info, rgba);
            if (result != SKCodecResult.Success)
            {
                throw new BadInputException($"{path}: damaged or cut short ({result}); expected a complete {codec.EncodedFormat} image of {width}x{height}");
            }

            if (isGray16)
            {
                Gray16Png.Saturate(rgba);
            }

            return DropAlpha(rgba, width, height);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static unsafe SKCodecResult GetPixels(SKCodec codec, SKImageInfo info, Span<byte> rgba)
    {
        fixed (byte* pixels = rgba)
        {
            return codec.GetPixels(info, (nint)pixels);
        }
    }

    /// <summary>Reads what the file says of itself, no pixels.</summary>
    /// <exception cref="FileNotFoundException">No such file.</exception>
    /// <exception cref="BadInputException">Not an image, or too large; the message names the file.</exception>
    public static ImageHeader ReadHeader(string path)
    {
        using var codec = Open(path, Read(path));
        return new ImageHeader(codec.Info.Width, codec.Info.Height, codec.EncodedFormat.ToString().ToUpperInvariant(), codec.EncodedOrigin != SKEncodedOrigin.TopLeft);
    }

    private static byte[] Read(string path)
        => InputFile.IsThere(path)
        ? InputFile.ReadAllBytes(path, MostFileBytes)
        : throw new FileNotFoundException($"{path}: no such image file", path);

    private static SKCodec Open(string path, byte[] file)
    {
        using var data = SKData.CreateCopy(file);
        var codec = SKCodec.Create(data)
            ?? throw new BadInputException($"{path}: not an image that can be read (expected JPEG, PNG, WebP, BMP or GIF)");
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height <= MostPixels)
        {
            return codec;
        }

        codec.Dispose();
        throw new BadInputException($"{path}: {width}x{height} pixels are more than the {MostPixels} allowed");
    }

    private static RgbImage DropAlpha(ReadOnlySpan<byte> rgba, int width, int height)
    {
        var image = RgbImage.Allocate(width, height);
        var rgb = image.Pixels.AsSpan();
        ref var source = ref MemoryMarshal.GetReference(rgba);
        ref var target = ref MemoryMarshal.GetReference(rgb);
        var colors = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255);
        int from = 0, to = 0;

        // Four pixels at a time; the four bytes beyond their twelve are overwritten by the next.
        for (; to <= rgb.Length - Vector128<byte>.Count; from += Vector128<byte>.Count, to += 4 * RgbImage.Channels)
        {
            Vector128.Shuffle(Vector128.LoadUnsafe(ref source, (nuint)from), colors).StoreUnsafe(ref target, (nuint)to);
        }

        for (; to < rgb.Length; from += 4, to += RgbImage.Channels)
        {
            rgba.Slice(from, RgbImage.Channels).CopyTo(rgb[to..]);
        }

        return image;
    }
}

/// <summary>What an image file says of itself before its pixels.</summary>
/// <param name="Width">Pixels as stored, before any rotation.</param>
/// <param name="Height">Pixels as stored, before any rotation.</param>
/// <param name="Format">JPEG, PNG, ..., by content.</param>
/// <param name="HasOrientation">An EXIF orientation other than upright, which viewers apply and the reference's loader does not.</param>
public sealed record ImageHeader(int Width, int Height, string Format, bool HasOrientation);
