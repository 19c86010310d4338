using System.Text.Json.Nodes;
using Platform.Cli.Output;
using Platform.Oam;

namespace Platform.Cli.Rendering;

/// <summary>A cluster described in a file, for rendering without a server.</summary>
internal static class ClusterFile
{
    private static readonly string[] Known = ["name", "labels", "params", "parameters", "namespaceDefault", "default"];

    public static ClusterFacts Read(string text, string path)
    {
        var json = Input.Documents(text, path) is [var only] ? only.ToJson() as JsonObject : null;
        if (json is null || json.Text("name") is not { Length: > 0 } name)
        {
            throw new CommandFailure(ExitCodes.BadInput, $"{path}: one cluster is expected: {{name, labels, params, namespaceDefault}}.");
        }

        if (json.FirstOrDefault(x => !Known.Contains(x.Key)).Key is { } unknown)
        {
            throw new CommandFailure(ExitCodes.BadInput, $"{path}: a cluster has no '{unknown}'; it has {string.Join(", ", Known)}.");
        }

        return new ClusterFacts
        {
            Name = name,
            Labels = Map(json, "labels", path).ToDictionary(x => x.Key, x => x.Value?.ToString() ?? ""),
            Params = Map(json, json.ContainsKey("params") ? "params" : "parameters", path),
            NamespaceDefault = json.Text("namespaceDefault"),
            IsDefault = json.Flag("default") == true,
        };
    }

    private static JsonObject Map(JsonObject cluster, string member, string path) => cluster[member] switch
    {
        null => [],
        JsonObject map => (JsonObject)map.DeepClone(),
        _ => throw new CommandFailure(ExitCodes.BadInput, $"{path}: {member} is a map."),
    };
}
