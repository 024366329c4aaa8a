using Dino.Checkpoints;
using Dino.Checkpoints.Content;
using Dino.Checkpoints.Families;
using Dino.Core;
using Dino.Engine.Loading;
using Dino.Repro.Weights;
using Dino.TestUtilities;
using Dino.Training.Checkpointing;
using Dino.Training.Optimization;
using Dino.Training.Recipe;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Repro.Tests.Models;

public sealed class WeightConversionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void Run_TrainingCheckpointToPth_HasTheReferencesStructure()
    {
        var (source, target) = (File("run.safetensors"), File("run.pth"));
        var recipe = new TrainingRecipe { LrDrop = 5 };
        using var model = SmallDetector.Create(SmallDetector.Config, seed: 1);
        using var optimizer = new TrainingOptimizer(model.TrainableParameters(), recipe);
        foreach (var (_, parameter) in model.TrainableParameters())
        {
            parameter.grad = ones_like(parameter);
        }

        optimizer.Step();
        TrainingCheckpoint.Save(source, new TrainedParts(model, optimizer, Average: null), recipe, new RunCircumstances("", "", "cpu", 1), new RunState { Epoch = 6 });

        WeightConversion.Run(source, target, family: null, classes: null);

        using var written = Checkpoint.Open(target);
        Assert.Equal(model.StateDict().Select(pair => pair.Key).Order(), written.Tensors.Select(tensor => tensor.Name).Order());
        Assert.All(model.StateDict(), pair => Assert.True(pair.Value.contiguous().bytes.SequenceEqual(written.Find(pair.Key)!.ToTensor().bytes), pair.Key));
        Assert.Equal("5", written.Metadata["epoch"]);
        Assert.Equal(7L, Assert.IsType<ContentDictionary>(written.Root!["args"])["num_classes"]);

        var state = Assert.IsType<ContentDictionary>(written.Root["optimizer"]);
        var groups = Assert.IsType<ContentList>(state["param_groups"]).Items.Cast<ContentDictionary>().ToList();
        var numbers = groups.Select(group => Assert.IsType<ContentList>(group["params"]).Items.Count).ToList();
        Assert.Equal(optimizer.Groups.Select(group => group.Parameters.Count), numbers);
        // After epoch 5 of a drop every 5: a tenth of both rates.
        Assert.Equal([1e-5, 1e-6], groups.Select(group => Math.Round((double)group["lr"]!, 12)));
        var moments = Assert.IsType<ContentDictionary>(state["state"]).Entries;
        Assert.Equal(numbers.Sum(), moments.Count);
        var first = Assert.IsType<ContentDictionary>(moments[0].Value);
        Assert.Equal(1L, first["step"]);
        Assert.Equal(optimizer.Groups[0].Parameters[0].Value.shape, Assert.IsType<StoredTensor>(first["exp_avg"]).Shape);
    }

    [Fact]
    public void Run_ToAnotherFamilyAndBack_GivesAModelThatLoads()
    {
        var (official, detrex, back) = (File("official.safetensors"), File("dino_24ep.pth"), File("back.safetensors"));
        using var model = SmallDetector.Create(SmallDetector.Config, seed: 1);
        SafetensorsWriter.Write(official, model.StateDict(), new Dictionary<string, string>());

        WeightConversion.Run(official, detrex, CheckpointFamily.Detrex, classes: null);
        var notes = WeightConversion.Run(detrex, back, family: null, classes: null);

        Assert.Contains(notes, note => note.StartsWith("label_enc: added a row", StringComparison.Ordinal));
        using var loaded = Detectors.Load(back, SmallDetector.Config, CPU, seed: 2);
        Assert.Equal((7, 7, 20, 2, true), (loaded.Config.NumClasses, loaded.Config.DnLabelbookSize, loaded.Config.NumQueries, loaded.Config.DecLayers, loaded.Config.DecPredClassEmbedShare));
        Assert.All(
            model.StateDict().Where(pair => pair.Key != "label_enc.weight").Zip(loaded.StateDict().Where(pair => pair.Key != "label_enc.weight")),
            pair => Assert.True(pair.First.Value.bytes.SequenceEqual(pair.Second.Value.bytes), pair.First.Key));
    }

    [Fact]
    public void Load_WeightsOfAnotherPositionEncoding_AreRefused()
    {
        var (official, detrex, back) = (File("official.safetensors"), File("dino_12ep.pth"), File("back.safetensors"));
        using var model = SmallDetector.Create(SmallDetector.Config, seed: 1);
        SafetensorsWriter.Write(official, model.StateDict(), new Dictionary<string, string>());
        WeightConversion.Run(official, detrex, CheckpointFamily.Detrex, classes: null);

        var names = Assert.Throws<BadInputException>(() => Detectors.Load(detrex, SmallDetector.Config, CPU, seed: 2));
        Assert.Contains("has the names of Detrex; translate it with 'dino weights convert'", names.Message, StringComparison.Ordinal);

        var notes = WeightConversion.Run(detrex, back, family: null, classes: null);
        Assert.Contains(notes, note => note.Contains("offset -0.5", StringComparison.Ordinal));
        var meaning = Assert.Throws<BadInputException>(() => Detectors.Load(back, SmallDetector.Config, CPU, seed: 2));
        Assert.Contains("position encoding with offset -0.5", meaning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_UnknownFamily_ChangesTheContainerAlone()
    {
        var source = Path.Combine(RepositoryRoot.Path, "tests", "Fixtures", "dino", "pth", "checkpoint_legacy.pth");
        var target = File("plain.safetensors");
        WeightConversion.Run(source, target, family: null, classes: null);
        using var original = Checkpoint.Open(source);
        using var written = Checkpoint.Open(target);
        Assert.All(original.Tensors, tensor => Assert.True(tensor.ToTensor().bytes.SequenceEqual(written.Find(tensor.Name)!.ToTensor().bytes), tensor.Name));
        Assert.Equal("class_embed.0.weight", written.Find("class_embed.1.weight")!.AliasOf);
    }

    [Fact]
    public void Run_TargetWithAnotherEnding_IsRefused()
        => Assert.Throws<BadInputException>(() => WeightConversion.Run(File("a.pth"), File("a.bin"), family: null, classes: null));

    [Fact]
    public void Inspection_OfAReferenceCheckpoint_NamesFamilySettingsAndContents()
    {
        var path = File("official.pth");
        using var model = SmallDetector.Create(SmallDetector.Config, seed: 1);
        TorchCheckpointWriter.Write(path, new ReferenceCheckpoint { Model = model.StateDict(), Epoch = 3 });

        var inspection = CheckpointInspection.Of(path);

        Assert.Equal(("Official", "TorchZip"), (inspection.Family, inspection.Format));
        Assert.Equal(["model", "epoch"], inspection.Contents);
        Assert.Equal(7, inspection.Settings!.NumClasses);
        Assert.Equal(model.StateDict().DistinctBy(pair => pair.Value.Handle).Sum(pair => pair.Value.numel()), inspection.Elements);
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Delete(recursive: true);
    }

    private string File(string name) => Path.Combine(_folder.FullName, name);
}
