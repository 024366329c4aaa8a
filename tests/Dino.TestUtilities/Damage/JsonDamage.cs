using System.Text.Json.Nodes;

namespace Dino.TestUtilities;

/// <summary>A valid JSON document with one value damaged: null, of another kind, empty, or left out.</summary>
public static class JsonDamage
{
    /// <summary>Elements of a list that are damaged; the others are like them.</summary>
    private const int Elements = 2;

    private static readonly string[] s_replacements = ["null", "{}", "[]", "\"\"", "-1", "1e999", "[null]", "{\"a\": null}"];

    /// <summary>Every document, with the damage in words.</summary>
    public static IEnumerable<(string What, string Json)> Of(string json)
    {
        foreach (var replacement in s_replacements)
        {
            yield return ($"the document is {replacement}", replacement);
        }

        foreach (var path in Paths(JsonNode.Parse(json)!, []))
        {
            var name = string.Join('.', path);
            foreach (var replacement in s_replacements)
            {
                var value = JsonNode.Parse(replacement);
                yield return ($"{name} is {replacement}", Change(json, path, (parent, last) => Replace(parent, last, value)));
            }

            yield return ($"{name} is missing", Change(json, path, Remove));
        }
    }

    private static IEnumerable<object[]> Paths(JsonNode? node, object[] path)
    {
        IEnumerable<(object Key, JsonNode? Value)> children = node switch
        {
            JsonObject members => members.Select(member => ((object)member.Key, member.Value)),
            JsonArray list => list.Take(Elements).Select((element, index) => ((object)index, element)),
            _ => [],
        };
        return children.SelectMany(child => Paths(child.Value, [.. path, child.Key]).Prepend([.. path, child.Key]));
    }

    private static string Change(string json, object[] path, Action<JsonNode, object> change)
    {
        var root = JsonNode.Parse(json)!;
        var parent = path[..^1].Aggregate(root, (node, key) => key is string name ? node[name]! : node[(int)key]!);
        change(parent, path[^1]);
        return root.ToJsonString();
    }

    private static void Replace(JsonNode parent, object key, JsonNode? value)
    {
        if (key is string name)
        {
            parent[name] = value;
        }
        else
        {
            parent[(int)key] = value;
        }
    }

    private static void Remove(JsonNode parent, object key)
    {
        if (key is string name)
        {
            parent.AsObject().Remove(name);
        }
        else
        {
            parent.AsArray().RemoveAt((int)key);
        }
    }
}
