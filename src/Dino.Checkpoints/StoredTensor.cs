using Dino.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Checkpoints;

/// <summary>A tensor that lies in a checkpoint file and is read only when asked for. Usable until the checkpoint is disposed.</summary>
public sealed class StoredTensor
{
    private const int PieceBytes = 1 << 20;

    private readonly TensorStorage _storage;
    private readonly TensorLayout _layout;

    internal StoredTensor(TensorStorage storage, TensorLayout layout, string what)
    {
        if (layout.Offset > storage.Elements - layout.Span)
        {
            throw new BadInputException($"{what} reaches to element {layout.Offset + layout.Span} of storage '{storage.Key}', which has {storage.Elements}");
        }

        if (layout.Elements > Math.Max(storage.FileBytes, CheckpointLimits.ExpandedBytes) / storage.ElementBytes)
        {
            throw new BadInputException($"{what} has {layout.Elements} elements, more than the whole file of {storage.FileBytes} bytes can hold");
        }

        (_storage, _layout) = (storage, layout);
    }

    public ScalarType DType => _storage.DType;

    public long[] Shape => _layout.Shape;

    public long Elements => _layout.Elements;

    /// <summary>Bytes of its elements, without gaps.</summary>
    public long ByteLength => _layout.Elements * _storage.ElementBytes;

    internal long FileBytes => _storage.FileBytes;

    /// <summary>Equal for tensors that are the same elements of the same storage.</summary>
    internal (TensorStorage, long, string) Identity => (_storage, _layout.Offset, $"{string.Join(',', _layout.Shape)};{string.Join(',', _layout.Strides)}");

    /// <summary>A new contiguous CPU tensor of <see cref="DType"/> and <see cref="Shape"/>; the caller owns it.</summary>
    public Tensor ToTensor()
    {
        var result = empty(Shape, DType);
        ReadInto(result);
        return result;
    }

    /// <summary>Overwrites <paramref name="destination"/>, which has the same shape and any type and device, without recording it for autograd. A contiguous CPU tensor of the
    /// same type is filled straight from the file.</summary>
    public void CopyTo(Tensor destination)
    {
        if (!destination.shape.AsSpan().SequenceEqual(Shape))
        {
            throw new ArgumentException($"destination has shape [{string.Join(", ", destination.shape)}], the stored tensor [{string.Join(", ", Shape)}]", nameof(destination));
        }

        using var guard = no_grad();
        if (destination.dtype == DType && destination.device_type == DeviceType.CPU && destination.is_contiguous())
        {
            ReadInto(destination);
            return;
        }

        using var values = ToTensor();
        destination.copy_(values);
    }

    /// <summary>Hands over its row-major bytes piece by piece, each of whole elements.</summary>
    internal void Read(Action<ReadOnlySpan<byte>> take)
    {
        if (!_layout.Contiguous)
        {
            using var values = ToTensor();
            take(values.bytes);
            return;
        }

        var buffer = new byte[Math.Min(ByteLength, PieceBytes)];
        var step = Math.Max(1, buffer.Length / _storage.ElementBytes);
        for (var element = 0L; element < Elements; element += step)
        {
            var piece = buffer.AsSpan(0, (int)Math.Min(step, Elements - element) * _storage.ElementBytes);
            _storage.Read(_layout.Offset + element, piece);
            take(piece);
        }
    }

    private void ReadInto(Tensor contiguous)
    {
        if (_layout.Elements == 0)
        {
            return;
        }

        if (_layout.Contiguous)
        {
            _storage.Read(_layout.Offset, contiguous.bytes);
            return;
        }

        using var scope = NewDisposeScope();
        var span = empty([_layout.Span], DType);
        _storage.Read(_layout.Offset, span.bytes);
        contiguous.copy_(span.as_strided(_layout.Shape, _layout.Strides, 0));
    }
}
