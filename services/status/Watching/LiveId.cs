using System.Text.Json.Nodes;
using Platform.Contracts.Deploy.V1;

namespace Platform.Status.Watching;

/// <summary>Identity of a live object, whatever version of its group it was read in.</summary>
internal readonly record struct LiveId(string Group, string Kind, string? Namespace, string Name)
{
    public static LiveId Of(AppliedObject applied) => new(GroupOf(applied.ApiVersion), applied.Kind, applied.Namespace, applied.Name);

    public static LiveId Of(JsonObject live) => new(
        GroupOf(live["apiVersion"]?.ToString() ?? ""),
        live["kind"]?.ToString() ?? "",
        live["metadata"]?["namespace"]?.ToString(),
        live["metadata"]?["name"]?.ToString() ?? "");

    public static string GroupOf(string apiVersion) =>
        apiVersion.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? apiVersion[..slash] : "";
}
