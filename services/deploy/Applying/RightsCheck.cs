using System.Collections.Concurrent;
using Platform.Deploy.Planning;
using Platform.Kubernetes;

namespace Platform.Deploy.Applying;

/// <summary>
/// Asks before anything is applied whether the account may apply all of it: half an application helps nobody. A cluster that can't or
/// won't say is believed to allow it; the apply itself has the last word.
/// </summary>
internal sealed class RightsCheck(TimeProvider clock)
{
    private static readonly TimeSpan Believed = TimeSpan.FromMinutes(2);
    private static readonly string[] Verbs = ["get", "create", "patch"];
    private readonly ConcurrentDictionary<(ClusterClient Client, string? RunAs, string Namespace), (AccessRules Rules, DateTimeOffset At)> known = [];

    /// <summary>What is missing, one failure for each kind and namespace; empty when nothing is.</summary>
    public async Task<IReadOnlyList<(ObjectKey Key, KubernetesFailure Failure)>> MissingAsync(
        ClusterClient client, IReadOnlyList<PlannedObject> objects, string? runAs, CancellationToken ct)
    {
        var missing = new List<(ObjectKey, KubernetesFailure)>();
        foreach (var group in objects.Select(item => item.Key).GroupBy(key => (key.ApiVersion, key.Kind, key.Namespace)))
        {
            if (await client.FindResourceAsync(group.Key.ApiVersion, group.Key.Kind, ct) is { } resource
                && await DeniedAsync(client, resource, group, runAs, ct) is { Count: > 0 } verbs)
                missing.Add((group.First(), Failure(client, resource, group.Key.Namespace, verbs, runAs)));
        }

        return missing;
    }

    private async Task<IReadOnlyList<string>> DeniedAsync(ClusterClient client, ApiResource resource, IEnumerable<ObjectKey> keys, string? runAs, CancellationToken ct)
    {
        var ns = keys.First().Namespace ?? client.Namespace ?? "default";
        if (await RulesAsync(client, ns, runAs, ct) is not { Complete: true } rules)
            return [];
        var denied = Denied(rules, resource, keys);
        // Somebody may just have granted it.
        if (denied.Count > 0 && known.TryRemove((client, runAs, ns), out _) && await RulesAsync(client, ns, runAs, ct) is { Complete: true } fresh)
            denied = Denied(fresh, resource, keys);
        return denied;
    }

    private static List<string> Denied(AccessRules rules, ApiResource resource, IEnumerable<ObjectKey> keys) =>
        [.. Verbs.Where(verb => keys.Any(key => !rules.Allows(verb, resource, key.Name)))];

    private async Task<AccessRules?> RulesAsync(ClusterClient client, string ns, string? runAs, CancellationToken ct)
    {
        if (known.TryGetValue((client, runAs, ns), out var entry) && clock.GetUtcNow() - entry.At < Believed)
            return entry.Rules;
        try
        {
            var rules = await client.RulesAsync(ns, runAs, ct);
            foreach (var old in known.Where(pair => clock.GetUtcNow() - pair.Value.At > Believed))
                known.TryRemove(old);
            known[(client, runAs, ns)] = (rules, clock.GetUtcNow());
            return rules;
        }
        catch (KubernetesException e) when (!e.Failure.Unreachable)
        {
            return null;
        }
    }

    private static KubernetesFailure Failure(ClusterClient client, ApiResource resource, string? ns, IReadOnlyList<string> verbs, string? runAs)
    {
        var kind = resource.Group.Length == 0 ? resource.Plural : $"{resource.Plural}.{resource.Group}";
        var who = runAs is null ? "the account of its kubeconfig" : runAs;
        var where = resource.Namespaced ? $"in namespace {ns}" : "in the whole cluster";
        return new()
        {
            StatusCode = 403,
            Reason = "Forbidden",
            Message = $"on cluster {client.Cluster}, {who} may not {string.Join(", ", verbs)} {kind} {where}; nothing was applied. "
                + $"Grant it with a {(resource.Namespaced ? "Role and RoleBinding there" : "ClusterRole and ClusterRoleBinding")}: verbs [{string.Join(", ", Verbs)}, delete], resources [{resource.Plural}], apiGroups [\"{resource.Group}\"]",
            Retryable = false,
        };
    }
}
