using System.Globalization;
using System.Text.Json.Nodes;

namespace Dino.Data.Checking.Fixing;

/// <summary>Applies corrections to a COCO document, leaving all other keys as they are.</summary>
internal sealed class RecordCorrector(JsonNode document, string file)
{
    private readonly List<DatasetChange> _changes = [];
    private readonly HashSet<JsonNode> _removed = [];
    private decimal? _lastId;

    /// <param name="findings">All about records at their position in the document.</param>
    public IReadOnlyList<DatasetChange> Apply(IReadOnlyList<DatasetFinding> findings)
    {
        var targets = findings.Select(finding => (Finding: finding, Record: document[finding.Section!]![finding.Index])).ToList();
        foreach (var (finding, record) in targets.OrderBy(target => target.Finding.Correction != Correction.Remove))
        {
            if (record is null || !_removed.Contains(record))
            {
                Apply(finding, record);
            }
        }

        return _changes;
    }

    private void Apply(DatasetFinding finding, JsonNode? record)
    {
        switch (finding.Correction)
        {
            case Correction.Remove:
                Remove(finding, record);
                break;
            case Correction.ClipBox:
                ClipBox(finding, record!);
                break;
            case Correction.SetArea:
                var (_, _, width, height) = Box(record!);
                record!["area"] = width * height;
                Note(finding, string.Create(CultureInfo.InvariantCulture, $"area set to {width * height}"));
                break;
            case Correction.Renumber:
                _lastId = 1 + (_lastId ?? document["annotations"]!.AsArray().Max(annotation => annotation!["id"]!.GetValue<decimal>()));
                record!["id"] = _lastId;
                Note(finding, $"id changed to {_lastId}");
                break;
            default:
                throw new ArgumentException($"nothing to do about {finding.Code}", nameof(finding));
        }
    }

    private void Remove(DatasetFinding finding, JsonNode? record)
    {
        var section = document[finding.Section!]!.AsArray();
        section.RemoveAt(record is null ? section.IndexOf(null) : section.IndexOf(record));
        if (record is not null)
        {
            _removed.Add(record);
        }

        Note(finding, $"removed: {finding.Message}");
    }

    private void ClipBox(DatasetFinding finding, JsonNode record)
    {
        var (x, y, width, height) = Box(record);
        var imageId = record["image_id"]!.GetValue<decimal>();
        var image = document["images"]!.AsArray().First(candidate => candidate!["id"]!.GetValue<decimal>() == imageId)!;
        var (left, top) = (Math.Max(0, x), Math.Max(0, y));
        var right = Math.Min(image["width"]!.GetValue<double>(), x + width);
        var bottom = Math.Min(image["height"]!.GetValue<double>(), y + height);

        // An area that was the box's stays the box's; that of a mask stays.
        if (record["area"]!.GetValue<double>() == width * height)
        {
            record["area"] = (right - left) * (bottom - top);
        }

        record["bbox"] = new JsonArray(left, top, right - left, bottom - top);
        Note(finding, string.Create(CultureInfo.InvariantCulture, $"bbox [{x}, {y}, {width}, {height}] cut to [{left}, {top}, {right - left}, {bottom - top}]"));
    }

    private void Note(DatasetFinding finding, string change) => _changes.Add(new DatasetChange(file, finding.Section!, finding.Id, finding.Code, change));

    private static (double X, double Y, double Width, double Height) Box(JsonNode record)
    {
        var box = record["bbox"]!.AsArray().Select(value => value!.GetValue<double>()).ToArray();
        return (box[0], box[1], box[2], box[3]);
    }
}
