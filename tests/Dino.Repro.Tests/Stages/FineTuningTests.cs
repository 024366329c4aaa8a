using Dino.Core;
using Dino.Pipeline.Profiles;
using Dino.Pipeline.Runs;
using Dino.Pipeline.Stages;
using Dino.Pipeline.Terminal;
using Spectre.Console.Testing;

namespace Dino.Repro.Tests.Stages;

/// <summary>The class numbers of the model that is fine-tuned.</summary>
public sealed class FineTuningTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("dino-classes-");
    private readonly TestConsole _console = new();

    public FineTuningTests()
    {
        foreach (var (part, ids, used) in new[] { ("train", "1, 7", 7), ("val", "1", 1) })
        {
            AtomicFile.WriteText(Path.Combine(_root.FullName, $"{part}2017", "1.png"), "an image that nothing reads");
            var categories = string.Join(", ", ids.Split(", ").Select(id => $$"""{"id": {{id}}, "name": "class {{id}}"}"""));
            AtomicFile.WriteText(Path.Combine(_root.FullName, "annotations", $"instances_{part}2017.json"), $$"""
                {
                  "images": [{"id": 1, "file_name": "1.png", "width": 96, "height": 64}],
                  "annotations": [{"id": 1, "image_id": 1, "category_id": {{used}}, "bbox": [8, 8, 24, 24], "area": 576, "iscrowd": 0}],
                  "categories": [{{categories}}]
                }
                """);
        }
    }

    public void Dispose()
    {
        _console.Dispose();
        _root.Delete(recursive: true);
    }

    [Theory]
    [InlineData(null, null, 8, 8)] // a label is a category id: the largest is 7
    [InlineData(20, null, 20, 20)]
    [InlineData(null, 30, 8, 30)]
    [InlineData(20, 30, 20, 30)]
    public void Model_TakesFromTheAnnotationsWhatTheProfileLeavesOut(int? classes, int? labelbook, int expectedClasses, int expectedLabelbook)
    {
        var model = FineTuning.Model(Context(classes, labelbook));
        Assert.Equal((expectedClasses, expectedLabelbook), (model.NumClasses, model.DnLabelbookSize));
    }

    [Theory]
    [InlineData(7, 20, "category_id 7 of 1 annotations is beyond num_classes 7")]
    [InlineData(7, 6, "and 1 more errors")] // the label book is too small as well
    public void Run_WithFewerClassesThanTheAnnotations_IsRefusedBeforeTheFirstStep(int classes, int labelbook, string expected)
    {
        var problem = Assert.Throws<BadInputException>(() => FineTuning.Run(Context(classes, labelbook), resume: false, TimeProvider.System, CancellationToken.None));
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    private RunContext Context(int? classes, int? labelbook)
    {
        var profile = ProfileCatalogue.Load(ProfileCatalogue.Default);
        var fineTune = profile.FineTune with { ClassMap = new Dictionary<int, int>(), NumClasses = classes, DnLabelbookSize = labelbook };
        return new RunContext(
            profile with { FineTune = fineTune }, new RunFolder(Path.Combine(_root.FullName, "run")), _root.FullName, AnnotationsPath: null, WeightsPath: "none", Device: "cpu", Epochs: 1, Seed: 1,
            new RunConsole(_console, TimeProvider.System));
    }
}
