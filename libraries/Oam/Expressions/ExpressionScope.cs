using System.Text.Json.Nodes;

namespace Platform.Oam.Expressions;

/// <summary>What the expressions of one component on one cluster see; inputs come only when what gives them has run.</summary>
internal sealed record ExpressionScope(ClusterFacts Cluster, JsonObject Params, Application Application, string Component, JsonObject? Inputs = null)
{
    /// <summary>Which of several copies the component is; null = there is one only.</summary>
    public string? ReplicaKey { get; init; }

    private static readonly string[] ClusterMembers = ["name", "labels", "params"];
    private static readonly string[] ApplicationMembers = ["name", "namespace"];
    private static readonly string[] ComponentMembers = ["name", "replica"];

    /// <summary>The value of a path: JSON node or text; null = there is none.</summary>
    public object? Find(string[] path) => path switch
    {
        ["cluster", "name"] => Cluster.Name,
        ["cluster", "labels", var label] => Cluster.Labels.GetValueOrDefault(label),
        ["cluster", "params", .. var rest] => JsonPaths.Walk(Cluster.Params, rest),
        ["params", .. var rest] => JsonPaths.Walk(Params, rest),
        ["application", "name"] => Application.Name,
        ["application", "namespace"] => Application.Namespace,
        ["component", "name"] => Component,
        ["component", "replica"] => ReplicaKey,
        ["inputs", .. var rest] => JsonPaths.Walk(Inputs, rest),
        _ => null,
    };

    /// <summary>Why a path can have no value on any cluster; null = it may have one.</summary>
    public static string? Refuse(string[] path)
    {
        var members = path[0] switch
        {
            "cluster" => ClusterMembers,
            "application" => ApplicationMembers,
            "component" => ComponentMembers,
            _ => null,
        };
        if (members is not null && !members.Contains(path[1]))
            return $"'{path[0]}' has no '{path[1]}', only {Names.Listed(members)}{Names.Suggestion(path[1], members)}";
        return path is ["cluster", "labels"] or ["cluster", "params"]
            ? $"say which of the {path[1]}: ${{cluster.{path[1]}.name}}"
            : null;
    }
}
