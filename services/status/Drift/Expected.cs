using System.Text.Json.Nodes;
using Platform.Contracts.Deploy.V1;
using Platform.Health;
using Platform.Status.Watching;

namespace Platform.Status.Drift;

/// <summary>What a live object is compared with: the fields it was rendered with, as the cluster took them.</summary>
internal sealed class Expected(RenderedFields fields, byte[] print, string version)
{
    private const string Us = "platform";

    public bool IsFor(AppliedObject applied) =>
        applied.ResourceVersion == version && applied.Shape == fields.Id && applied.Print == Convert.ToBase64String(print);

    /// <summary>Null: as it was applied, or nothing can be said.</summary>
    public ObjectDrift? Compare(JsonObject live, ReadOnlySpan<byte> key)
    {
        var metadata = live["metadata"];
        if (metadata?["deletionTimestamp"] is not null || !Versions.AtLeast(metadata?["resourceVersion"]?.ToString() ?? "", version))
            return null; // On its way out, or seen before it was applied.
        if (fields.Differing(live, key, print) is not { Count: > 0 } differing)
            return null;
        var owners = FieldOwners.Of(live, differing);
        // Ours: a rollout is applying, and its inventory is on the way.
        if (owners.Any(o => o is { Name: Us, Subresource: null }))
            return null;
        // Whoever scales automatically has the say over replicas, if we know of the autoscaler or not.
        if (owners.Any(o => o is { Name: "kube-controller-manager", Subresource: "scale" }))
            differing = [.. differing.Where(p => p.Text != "/spec/replicas")];
        if (differing.Count == 0)
            return null;
        var by = owners.Count > 0 ? owners : FieldOwners.LastWriter(live, but: Us) is { } last ? [last] : [];
        var mark = $"{metadata?["uid"]}/{metadata?["generation"] ?? metadata?["resourceVersion"]}/{string.Join(',', by.Select(o => o.At.ToUnixTimeSeconds()))}";
        return new([.. differing.Select(p => p.ToString())], [.. by.Select(o => o.Name).Distinct()], mark, Owned: owners.Count > 0);
    }
}
