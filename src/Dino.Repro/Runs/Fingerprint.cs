using System.Reflection;
using System.Text;
using System.Text.Json;
using Dino.Core;
using Dino.Repro.Cli;

namespace Dino.Repro.Runs;

/// <summary>Decides whether a stage's stored result still stands.</summary>
public static class Fingerprint
{
    private static readonly Lazy<string> Code = new(OfCode);

    /// <summary>Hash of the stage's name, its settings, the code of the libraries and the fingerprints of the stages it builds on.</summary>
    public static string Of(string stage, object settings, IEnumerable<string> upstream)
        => FileHash.Sha256(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(
            new { stage, settings, code = Code.Value, upstream = upstream.ToArray() }, CommandJson.Options)));

    /// <summary>Hash over the module version ids of the Dino libraries. Builds are deterministic, so an id changes exactly when the code does.
    /// This assembly, which only arranges stages and carries the commit in its version, is left out.</summary>
    private static string OfCode()
    {
        var self = typeof(Fingerprint).Assembly;
        var ids = self.GetReferencedAssemblies()
            .Where(name => name.Name!.StartsWith("Dino.", StringComparison.Ordinal))
            .OrderBy(name => name.Name, StringComparer.Ordinal)
            .Select(name => $"{name.Name} {Assembly.Load(name).ManifestModule.ModuleVersionId}");
        return FileHash.Sha256(Encoding.UTF8.GetBytes(string.Join('\n', ids)));
    }
}
