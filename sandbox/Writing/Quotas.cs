using System.Text.Json.Nodes;
using Platform.Sandbox.Api;
using Platform.Sandbox.Kinds;
using Platform.Sandbox.Store;
using static Platform.Sandbox.Kinds.Defaults;

namespace Platform.Sandbox.Writing;

/// <summary>
/// ResourceQuotas: what a namespace may hold. What it holds is counted once, when it has a quota, and then kept in step with every change.
/// Under the cluster's gate.
/// </summary>
internal sealed class Quotas(Cluster cluster)
{
    private static readonly HashSet<string> Counted = new(StringComparer.Ordinal)
    {
        "pods", "configmaps", "secrets", "services", "persistentvolumeclaims", "replicationcontrollers", "resourcequotas",
    };

    /// <summary>What namespaces with a quota hold.</summary>
    private readonly Dictionary<string, Dictionary<string, decimal>> _totals = new(StringComparer.Ordinal);

    private Kind QuotaKind => cluster.Store.Kinds.Get("v1", "ResourceQuota");

    /// <summary>Refuses an object for which a quota of its namespace has no room.</summary>
    public void Admit(Kind kind, string ns, JsonObject o)
    {
        foreach (var quota in cluster.Store.Of(QuotaKind).In(ns).ToList())
        {
            var hard = Hard(quota);
            var adds = Uses(kind, o).Where(u => hard.ContainsKey(u.Key)).OrderBy(u => u.Key, StringComparer.Ordinal).ToList();
            var name = (string?)o["metadata"]?["name"] ?? "";
            if (kind.Is("", "Pod") && Unspecified(o, hard) is { Length: > 0 } lacks) throw KubeException.Forbidden(kind, name, $"failed quota: {quota.Name}: must specify {lacks}");
            var used = Used(ns, hard);
            var over = adds.Where(a => a.Value > 0 && used[a.Key].Value + a.Value > Quantity.Parse((string?)hard[a.Key])).ToList();
            if (over.Count == 0) continue;
            string List(Func<string, string> value) => string.Join(',', over.Select(u => $"{u.Key}={value(u.Key)}"));
            throw KubeException.Forbidden(kind, name, $"exceeded quota: {quota.Name}, requested: {List(k => Quantity.Format(over.First(u => u.Key == k).Value, IsBinary(k)))}, used: {List(k => used[k].Text)}, limited: {List(k => Quantity.Canonical((string)hard[k]!))}");
        }
    }

    /// <summary>Keeps the status of quotas in step with every change of a namespace.</summary>
    public void Follow(Change change)
    {
        var ns = change.Last.Namespace;
        var own = change.Last.Kind.Is("", "ResourceQuota");
        if (_totals.TryGetValue(ns, out var totals)) Count(totals, change);
        if (own && change.New is null && !cluster.Store.Of(QuotaKind).In(ns).Any()) _totals.Remove(ns);
        if (ns.Length == 0 || (own && change.Old is not null) || (change.Old is not null && change.New is not null) || cluster.Store.Of(QuotaKind).Count == 0) return;
        foreach (var quota in cluster.Store.Of(QuotaKind).In(ns).ToList())
        {
            var hard = Hard(quota);
            var status = new JsonObject { ["hard"] = hard.DeepClone(), ["used"] = new JsonObject(Used(ns, hard).Select(u => KeyValuePair.Create<string, JsonNode?>(u.Key, u.Value.Text))) };
            if (JsonNode.DeepEquals(quota.Parse()["status"], status)) continue;
            cluster.Writer.Change(QuotaKind, ns, quota.Name, o =>
            {
                o["status"] = status;
                return o;
            }, new WriteOptions { Manager = own ? "kube-controller-manager" : "kube-apiserver", Subresource = "status" });
        }
    }

    private static JsonObject Hard(StoredObject quota) => quota.Parse()["spec"]?["hard"] as JsonObject ?? [];

    private SortedDictionary<string, (decimal Value, string Text)> Used(string ns, JsonObject hard)
    {
        if (!_totals.TryGetValue(ns, out var totals))
        {
            _totals[ns] = totals = new(StringComparer.Ordinal);
            foreach (var o in cluster.Store.Resources.SelectMany(r => r.In(ns))) Add(totals, o, 1);
        }
        var used = new SortedDictionary<string, (decimal, string)>(StringComparer.Ordinal);
        foreach (var (key, _) in hard) used[key] = (totals.GetValueOrDefault(key), Quantity.Format(totals.GetValueOrDefault(key), IsBinary(key)));
        return used;
    }

    private static void Count(Dictionary<string, decimal> totals, Change change)
    {
        if (change is { Old: { } old, New: { } now } && !now.Kind.Is("", "PersistentVolumeClaim") && old.IsFinished == now.IsFinished && old.Generation == now.Generation) return;
        if (change.Old is not null) Add(totals, change.Old, -1);
        if (change.New is not null) Add(totals, change.New, 1);
    }

    private static void Add(Dictionary<string, decimal> totals, StoredObject o, int sign)
    {
        // Of most kinds objects are only counted, whatever is in them.
        var content = o.Kind.Group.Length == 0 && o.Kind.Name is "Pod" or "PersistentVolumeClaim" ? o.Parse() : [];
        foreach (var (key, value) in Uses(o.Kind, content)) totals[key] = totals.GetValueOrDefault(key) + sign * value;
    }

    private static Dictionary<string, decimal> Uses(Kind kind, JsonObject o)
    {
        var uses = new Dictionary<string, decimal>(StringComparer.Ordinal) { [$"count/{kind.Resource}"] = 1 };
        if (kind.Group.Length == 0 && Counted.Contains(kind.Plural)) uses[kind.Plural] = 1;
        if (kind.Is("", "PersistentVolumeClaim")) uses["requests.storage"] = Quantity.Parse((string?)o["spec"]?["resources"]?["requests"]?["storage"]);
        if (!kind.Is("", "Pod")) return uses;
        if ((string?)o["status"]?["phase"] is "Succeeded" or "Failed") return [];
        foreach (var container in Containers(o))
            foreach (var (what, field) in new[] { ("requests.", "requests"), ("limits.", "limits"), ("", "requests") })
                foreach (var (resource, value) in container["resources"]?[field] as JsonObject ?? [])
                    uses[what + resource] = uses.GetValueOrDefault(what + resource) + Quantity.Parse((string?)value);
        return uses;
    }

    private static IEnumerable<JsonObject> Containers(JsonObject pod) => (pod["spec"]?["containers"] as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>Where a quota counts a resource, every container must say how much of it it takes.</summary>
    private static string Unspecified(JsonObject pod, JsonObject hard)
    {
        var lacks = new List<string>();
        foreach (var (key, _) in hard.OrderBy(h => h.Key, StringComparer.Ordinal))
        {
            var (field, resource) = key.StartsWith("limits.", StringComparison.Ordinal) ? ("limits", key[7..]) : key.StartsWith("requests.", StringComparison.Ordinal) ? ("requests", key[9..]) : ("requests", key);
            if (resource is not ("cpu" or "memory")) continue;
            var names = Containers(pod).Where(c => c["resources"]?[field]?[resource] is null).Select(c => (string?)c["name"]).ToList();
            if (names.Count > 0) lacks.Add($"{key} for: {string.Join(',', names)}");
        }
        return string.Join("; ", lacks);
    }

    private static bool IsBinary(string key) => key.EndsWith("memory", StringComparison.Ordinal) || key.EndsWith("storage", StringComparison.Ordinal);
}
