using System.Text.Json.Nodes;
using Platform.Deploy.Planning;
using Platform.Kubernetes;
using Platform.Oam;

namespace Platform.Deploy.Tasks;

/// <summary>What outputs of a component may take values from: its live objects on a cluster.</summary>
internal static class LiveScope
{
    /// <param name="client">The cluster.</param>
    /// <param name="component">Name of the component.</param>
    /// <param name="objects">Its objects, as planned.</param>
    /// <param name="application"><c>namespace/name</c>.</param>
    /// <param name="ct">The caller went away.</param>
    /// <exception cref="KubernetesException">The cluster refused, or gave no answer.</exception>
    public static async Task<JsonObject> ReadAsync(ClusterClient client, string component, IEnumerable<PlannedObject> objects, string application, CancellationToken ct)
    {
        var slash = application.IndexOf('/', StringComparison.Ordinal);
        var outputs = new JsonObject();
        var scope = new JsonObject
        {
            ["outputs"] = outputs,
            ["context"] = new JsonObject { ["name"] = component, ["appName"] = application[(slash + 1)..], ["namespace"] = application[..slash], ["cluster"] = client.Cluster },
        };
        foreach (var item in objects)
        {
            if (await client.GetAsync(item.Key, ct) is not { } live)
                continue;
            if (item.Manifest["metadata"]?["labels"]?[WellKnown.TraitResource]?.ToString() is { } name)
                outputs[name] = live;
            else
                scope["output"] ??= live;
        }

        scope["value"] = scope["output"]?.DeepClone();
        return scope;
    }
}
