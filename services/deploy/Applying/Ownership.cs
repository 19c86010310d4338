using System.Text.Json.Nodes;
using Platform.Kubernetes;
using Platform.Oam;

namespace Platform.Deploy.Applying;

/// <summary>
/// Whose an object is that an application wants to apply for the first time. Nothing is taken from anybody silently: neither from another
/// application with an object of the same name, nor from whoever made it by hand.
/// </summary>
internal static class Ownership
{
    /// <summary>Why the object may not be applied; null when it may.</summary>
    public static KubernetesFailure? Objection(ObjectKey key, JsonObject? live, string application, ObjectHandling handling)
    {
        if (live is null || handling.TakeOver || OwnerOf(live) is not { } owner || owner == application)
            return null;
        if (handling.Shared && SharedObjects.SharersOf(live).Count > 0)
            return null;
        return owner.Length == 0
            ? Refusal(key, "exists already and was not made by this platform", "a take-over policy that selects it makes it the application's, a read-only policy leaves it as it is")
            : Refusal(key, $"belongs to application {owner}", "give one of them another name or namespace, let both have it with a shared-resource policy in both, or take it with a take-over policy");
    }

    /// <summary>namespace/name of the application; empty: nobody's here; null: we made it without saying for whom.</summary>
    private static string? OwnerOf(JsonObject live)
    {
        var labels = live["metadata"]?["labels"];
        if (labels?[WellKnown.ManagedBy]?.ToString() == WellKnown.ManagedByPlatform && labels[WellKnown.AppName] is { } name)
            return $"{labels[WellKnown.AppNamespace]}/{name}";
        var ours = (live["metadata"]?["managedFields"] as JsonArray ?? []).Any(entry => entry?["manager"]?.ToString() == new ApplyOptions().FieldManager);
        return ours ? null : "";
    }

    private static KubernetesFailure Refusal(ObjectKey key, string why, string instead) => new()
    {
        StatusCode = 409,
        Reason = "AlreadyExists",
        Message = $"{key.Kind} {key.Name} {why}; {instead}",
        Retryable = false,
    };
}
