using Dino.Checkpoints.Content;
using Dino.Checkpoints.Files;
using Dino.Checkpoints.Safetensors;
using Dino.Checkpoints.TorchFormat;
using Dino.Core;

namespace Dino.Checkpoints;

/// <summary>An open checkpoint file: its state dictionary and what else it says, as inert data. Nothing in the file is executed.</summary>
public sealed class Checkpoint : IDisposable
{
    private readonly MappedFile _file;
    private readonly Dictionary<string, CheckpointTensor> _byName;
    private readonly long _rest;
    private bool _isChecked;

    private Checkpoint(MappedFile file, CheckpointFormat format, CheckpointContents contents)
    {
        _file = file;
        Format = format;
        Tensors = contents.Tensors;
        Metadata = contents.Metadata.Where(entry => entry.Key != ContentChecksum.Key).ToDictionary();
        Checksum = format == CheckpointFormat.Safetensors ? contents.Metadata.GetValueOrDefault(ContentChecksum.Key) : null;
        Root = contents.Root;
        _rest = contents.Rest;
        _byName = contents.Tensors.ToDictionary(tensor => tensor.Name);
    }

    public string FilePath => _file.FilePath;

    public CheckpointFormat Format { get; }

    /// <summary>The model's state dictionary in the file's order, aliases included.</summary>
    public IReadOnlyList<CheckpointTensor> Tensors { get; }

    /// <summary>A safetensors file's <c>__metadata__</c>; of a .pth the top-level values that are text or numbers (<c>epoch</c>, say).</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>SHA-256 over metadata and tensors as they were written, in hex; null in files of other programs and of earlier
    /// versions.</summary>
    public string? Checksum { get; }

    /// <summary>Everything a .pth holds (optimizer, args, ...); null for safetensors.</summary>
    public ContentDictionary? Root { get; }

    /// <summary>Opens a safetensors file or a .pth of either layout, recognised by its content.</summary>
    /// <exception cref="FileNotFoundException">No file is there.</exception>
    /// <exception cref="BadInputException">Not a checkpoint, damaged, truncated or hostile; one line that starts with the path.</exception>
    public static Checkpoint Open(string path)
    {
        var file = new MappedFile(path);
        try
        {
            var format = FormatProbe.Recognise(file);
            var contents = format switch
            {
                CheckpointFormat.Safetensors => SafetensorsReader.Read(file),
                CheckpointFormat.TorchZip => TorchZipReader.Read(file),
                _ => TorchLegacyReader.Read(file),
            };
            return new Checkpoint(file, format, contents);
        }
        catch (BadInputException problem) when (!problem.Message.StartsWith(path, StringComparison.Ordinal))
        {
            file.Dispose();
            throw new BadInputException($"{path}: {problem.Message}", problem);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads the whole file and checks what its layout tells of damage: a zip has a CRC-32 of every entry, torch's old
    /// layout ends with its last storage. (That safetensors has its tensors' bytes and no others, Open has checked.)</summary>
    /// <exception cref="BadInputException">It is damaged; one line that starts with the path.</exception>
    public void RequireIntact(CancellationToken cancellation = default)
    {
        try
        {
            if (Format == CheckpointFormat.TorchZip)
            {
                new ZipDirectory(_file).RequireIntact(cancellation);
            }
        }
        catch (BadInputException problem)
        {
            throw new BadInputException($"{FilePath}: {problem.Message}", problem);
        }

        if (_rest > 0)
        {
            throw new BadInputException($"{FilePath}: has {_rest} bytes behind its last storage");
        }
    }

    /// <summary>Reads the whole file, a piece at a time, and compares it with its <see cref="Checksum"/>; does nothing where
    /// there is none.</summary>
    /// <exception cref="BadInputException">The file is not as it was written.</exception>
    public void RequireChecksum()
    {
        if (_isChecked || Checksum is null)
        {
            return;
        }

        if (ContentChecksum.Of(Tensors.Where(tensor => tensor.AliasOf is null), Metadata) != Checksum)
        {
            throw new BadInputException(
                $"{FilePath}: damaged: it is not what {ContentChecksum.Key} was written for; put back an undamaged copy "
                + "(a file that was edited on purpose is taken without that entry)");
        }

        _isChecked = true;
    }

    public CheckpointTensor? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Closes the file; its tensors cannot be read any more, those already made stay.</summary>
    public void Dispose() => _file.Dispose();
}
