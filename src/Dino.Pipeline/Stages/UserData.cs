using System.Text;
using System.Text.Json;
using Dino.Core;
using Dino.Data.Coco;
using Dino.Data.Images;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Terminal;

namespace Dino.Pipeline.Stages;

/// <summary>The content of the user's dataset: annotation files, and the images that they name. An image whose size and time are as they were when it
/// was last read keeps the hash of that time, unless the command line asks for all of them to be read (<see cref="RunContext.VerifyInputs"/>).</summary>
internal sealed class UserData
{
    private readonly IReadOnlyList<UserImages> _parts;

    private UserData(IReadOnlyList<UserImages> parts) => _parts = parts;

    /// <summary>SHA-256 of every annotation file and over all images of it.</summary>
    public IReadOnlyDictionary<string, string> Hashes => _parts.SelectMany(part => new[]
    {
        KeyValuePair.Create(part.Annotations, part.Sha256),
        KeyValuePair.Create($"images of {part.Annotations}", part.ImagesSha256),
    }).ToDictionary();

    /// <summary>Reads the user's dataset; nothing for a synthetic set.</summary>
    /// <param name="earlier">What this process has read already: those hashes hold even where all images are to be read.</param>
    public static UserData Of(RunContext context, UserData? earlier)
    {
        if (context.DataPath is null)
        {
            return new UserData([]);
        }

        var trusted = earlier?._parts ?? (context.VerifyInputs ? [] : Load(ListFile(context.Folder)));
        var known = trusted.DistinctBy(part => part.Annotations).ToDictionary(part => part.Annotations);
        var sources = CocoSource.Locate(context.DataPath, context.AnnotationsPath).Sources;
        return new UserData([.. sources.Select(source => Read(source, known.GetValueOrDefault(NameOf(source)), context.Console))]);
    }

    /// <summary>Keeps what was read for the next time.</summary>
    public void Save(RunFolder folder)
    {
        if (_parts.Count > 0)
        {
            AtomicFile.WriteText(ListFile(folder), JsonSerializer.Serialize(_parts, CommandJson.Options) + "\n");
        }
    }

    private static string NameOf(CocoSource source) => Path.GetFileName(source.AnnotationFile);

    private static string ListFile(RunFolder folder) => Path.Combine(folder.Data, "inputs.json");

    private static IReadOnlyList<UserImages> Load(string path)
    {
        try
        {
            return InputFile.IsThere(path)
                ? InputJson.Read<IReadOnlyList<UserImages>>(path, CommandJson.Input, "a list of images")
                : [];
        }
        catch (BadInputException)
        {
            // It only saves time: without it every image is read again.
            return [];
        }
    }

    private static UserImages Read(CocoSource source, UserImages? known, RunConsole console)
    {
        var folder = new ImageFolder(source.ImageFolder);
        var before = known?.Images.DistinctBy(image => image.Name).ToDictionary(image => image.Name) ?? [];
        string[] names =
        [
            .. CocoDataset.Load(source.AnnotationFile).Images.Select(image => image.FileName).Distinct().Order(StringComparer.Ordinal),
        ];
        var images = console.Track("read images", progress => names.Select((name, index) =>
        {
            progress.Report(new ProgressStep(index, names.Length));
            return Look(folder, name, before.GetValueOrDefault(name));
        }).ToList());
        return new UserImages(NameOf(source), FileHash.Sha256(source.AnnotationFile), images);
    }

    /// <summary>An image that is not there has no hash; the check of the data says so in words.</summary>
    private static UserImage Look(ImageFolder folder, string name, UserImage? known)
    {
        if (!folder.Contains(name))
        {
            return new UserImage(name, 0, 0, "missing");
        }

        var file = new FileInfo(folder.Resolve(name));
        var (bytes, ticks) = (file.Length, file.LastWriteTimeUtc.Ticks);
        return known is not null && (known.Bytes, known.Ticks) == (bytes, ticks)
            ? known
            : new UserImage(name, bytes, ticks, FileHash.Sha256(file.FullName));
    }

    /// <param name="Annotations">Name of the annotation file.</param>
    /// <param name="Sha256">Of the annotation file.</param>
    internal sealed record UserImages(string Annotations, string Sha256, IReadOnlyList<UserImage> Images)
    {
        [System.Text.Json.Serialization.JsonIgnore]
        public string ImagesSha256 => FileHash.Sha256(Encoding.UTF8.GetBytes(string.Concat(Images.Select(image => $"{image.Sha256} {image.Name}\n"))));
    }

    /// <param name="Name">As in the annotation file.</param>
    /// <param name="Bytes">Size.</param>
    /// <param name="Ticks">Time of the last change, UTC, in 100 ns since year 1.</param>
    internal sealed record UserImage(string Name, long Bytes, long Ticks, string Sha256);
}
