using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Platform.Deploy.Clusters;

/// <summary>What is sent to register or change a cluster.</summary>
internal sealed record ClusterRequest
{
    /// <summary>The kubeconfig as text, or as an object. Needed the first time; left out later, the known credentials stay.</summary>
    public JsonNode? Kubeconfig { get; init; }

    /// <summary>What topologies select by.</summary>
    public Dictionary<string, string>? Labels { get; init; }

    /// <summary>Values for <c>${cluster.params.…}</c>.</summary>
    public JsonObject? Parameters { get; init; }

    /// <summary>Namespace of objects where neither topology nor application names one.</summary>
    public string? NamespaceDefault { get; init; }

    /// <summary>Makes it the cluster of applications without a topology.</summary>
    public bool Default { get; init; }

    /// <summary>What else was sent. What an answer holds is taken back and means nothing; the rest is a mistake.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement> Others { get; init; } = [];

    /// <summary>The kubeconfig as YAML or JSON text.</summary>
    public string? TextOfKubeconfig() => Kubeconfig is JsonValue value && value.TryGetValue<string>(out var text) ? text : Kubeconfig?.ToJsonString();
}
