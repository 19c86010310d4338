using System.Text.Json.Nodes;

namespace Platform.Kubernetes;

/// <summary>One thing a watch tells.</summary>
/// <param name="Type">What.</param>
/// <param name="Live">The object, with apiVersion and kind; for Listed, Added, Modified, Deleted.</param>
/// <param name="Failure">Why it was interrupted.</param>
public sealed record WatchEvent(WatchEventType Type, JsonObject? Live = null, KubernetesFailure? Failure = null);
