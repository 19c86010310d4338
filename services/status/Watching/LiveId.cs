using System.Text.Json.Nodes;
using Platform.Contracts.Deploy.V1;

namespace Platform.Status.Watching;

/// <summary>Identity of a live object, whatever version of its group it was read in. Words that many objects share are kept once.</summary>
internal readonly record struct LiveId(string Group, string Kind, string? Namespace, string Name)
{
    public static LiveId Of(AppliedObject applied) => new(
        GroupOf(applied.ApiVersion), string.Intern(applied.Kind), applied.Namespace is { } ns ? string.Intern(ns) : null, applied.Name);

    public static LiveId Of(JsonObject live) => new(
        GroupOf(live["apiVersion"]?.ToString() ?? ""),
        string.Intern(live["kind"]?.ToString() ?? ""),
        live["metadata"]?["namespace"]?.ToString() is { } ns ? string.Intern(ns) : null,
        live["metadata"]?["name"]?.ToString() ?? "");

    public static string GroupOf(string apiVersion) =>
        apiVersion.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? string.Intern(apiVersion[..slash]) : "";
}
