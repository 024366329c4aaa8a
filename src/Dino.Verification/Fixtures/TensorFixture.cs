using System.Text.Json;
using Dino.Checkpoints;
using Dino.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace Dino.Verification.Fixtures;

/// <summary>A safetensors file of numbers that the Python reference computed; its metadata says what they are (<c>kind</c> first of all).</summary>
internal sealed class TensorFixture : IDisposable
{
    private static readonly JsonSerializerOptions s_json = InputJson.Strict(JsonSerializerOptions.Default);

    private readonly Checkpoint _file;

    private TensorFixture(Checkpoint file) => _file = file;

    public string Path => _file.FilePath;

    public string Kind => Text("kind");

    public IReadOnlyList<string> Names => [.. _file.Tensors.Select(entry => entry.Name)];

    /// <summary>True for a safetensors file whose metadata names the kind; reads its header only.</summary>
    /// <exception cref="BadInputException">A damaged safetensors file.</exception>
    public static bool IsOfKind(string path, string kind)
    {
        if (!path.EndsWith(".safetensors", StringComparison.Ordinal) || !File.Exists(path))
        {
            return false;
        }

        using var file = Checkpoint.Open(path);
        return file.Metadata.GetValueOrDefault("kind") == kind;
    }

    public static TensorFixture Open(string path) => new(Checkpoint.Open(path));

    public bool Has(string name) => _file.Find(name) is not null;

    /// <returns>The tensor as stored, on the CPU; the caller owns it.</returns>
    /// <exception cref="BadInputException">The file has no such tensor.</exception>
    public Tensor Read(string name) => _file.Find(name)?.ToTensor() ?? throw new BadInputException($"{Path}: has no tensor '{name}'");

    /// <exception cref="BadInputException">The metadata has no such key.</exception>
    public string Text(string key) => _file.Metadata.GetValueOrDefault(key) ?? throw new BadInputException($"{Path}: its metadata has no '{key}'");

    public string? TextOrNull(string key) => _file.Metadata.GetValueOrDefault(key);

    /// <summary>A stored list of row numbers below <paramref name="count"/>.</summary>
    /// <returns>[n] int64 on the CPU; the caller owns it.</returns>
    /// <exception cref="BadInputException">There is no such list, or a number lies outside.</exception>
    public Tensor Rows(string name, long count)
    {
        using var scope = NewDisposeScope();
        var rows = Read(name).to(int64);
        return rows.dim() == 1 && rows.ge(0).logical_and(rows.lt(count)).all().ToBoolean()
            ? rows.MoveToOuterDisposeScope()
            : throw new BadInputException($"{Path}: '{name}' must be a list of numbers from 0 to {count - 1}");
    }

    /// <summary>A metadata value in JSON notation: a number, or nested arrays of numbers.</summary>
    /// <exception cref="BadInputException">The metadata has no such key or it is not a <typeparamref name="T"/>.</exception>
    public T Value<T>(string key)
        => InputJson.Parse<T>(Text(key), $"{Path}: metadata '{key}' '{Text(key)}'", s_json, typeof(T).Name);

    public void Dispose() => _file.Dispose();
}
