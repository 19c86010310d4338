using System.Text.Json.Nodes;
using Platform.Sandbox.Api;
using Platform.Sandbox.Behaviour;
using Platform.Sandbox.Faults;
using Platform.Sandbox.Hosting;
using Platform.Sandbox.Writing;

namespace Platform.Sandbox;

/// <summary>A running cluster of a <see cref="SandboxFleet"/>.</summary>
public sealed class SandboxCluster
{
    private readonly Cluster _cluster;
    private readonly Authority _authority;

    internal SandboxCluster(Cluster cluster, Authority authority, string url)
    {
        (_cluster, _authority, Url) = (cluster, authority, url);
        KubeconfigText = KubeconfigFor("admin", "system:masters");
    }

    public string Name => _cluster.Name;
    public string Url { get; }
    public IReadOnlyDictionary<string, string> Labels => _cluster.Options.Labels;

    /// <summary>A kubeconfig of an administrator, with its certificate inline.</summary>
    public string KubeconfigText { get; }

    /// <summary>What is wrong with the cluster; change it at any time.</summary>
    public ClusterFaults Faults => _cluster.Faults;

    /// <summary>How quick the cluster is and how its Pods fare; change it at any time.</summary>
    public ClusterBehaviour Behaviour => _cluster.Behaviour;

    /// <summary>The version of the last change.</summary>
    public long Version => Inner.Store.Version;

    /// <summary>How many objects it holds.</summary>
    public int Objects
    {
        get
        {
            lock (Inner.Store.Gate) return _cluster.Store.Resources.Sum(r => r.Count);
        }
    }

    /// <summary>The cluster, with the state of an earlier start.</summary>
    internal Cluster Inner
    {
        get
        {
            _cluster.Open();
            return _cluster;
        }
    }

    /// <summary>Other clusters are behind the same port.</summary>
    internal bool SharesPort => Url.EndsWith("/clusters/" + Name, StringComparison.Ordinal);

    /// <summary>A kubeconfig of a user who has what RBAC grants to it or its groups.</summary>
    public string KubeconfigFor(string user, params string[] groups) => Kubeconfig.ForCertificate(Name, Url, _authority.Pem, _authority.IssueUser(user, groups));

    /// <summary>A kubeconfig with a bearer token, which it makes. With a data folder it is good after a restart too.</summary>
    public string TokenKubeconfigFor(string user, params string[] groups) =>
        Kubeconfig.ForToken(Name, Url, _authority.Pem, _cluster.Tokens.ForUser(new User(user, [.. groups, "system:authenticated"])));

    /// <summary>A copy of an object; null where there is none. The group may be given with its version; the namespace is null or empty for kinds without one.</summary>
    public JsonObject? Find(string group, string resource, string? ns, string name)
    {
        lock (Inner.Store.Gate) return _cluster.Store.Find(KindOf(group, resource), ns ?? "", name)?.Parse();
    }

    /// <summary>Copies of all objects of a kind, in one namespace or in all.</summary>
    public IReadOnlyList<JsonObject> List(string group, string resource, string? ns = null)
    {
        lock (Inner.Store.Gate) return [.. _cluster.Store.Of(KindOf(group, resource)).In(ns ?? "").Select(o => o.Parse())];
    }

    /// <summary>Drift: somebody else edits an object, as `kubectl edit` would.</summary>
    public JsonObject Edit(string group, string resource, string? ns, string name, Action<JsonObject> change, string manager = "kubectl-edit") =>
        (JsonObject)JsonNode.Parse(Inner.Writer.Change(KindOf(group, resource), ns ?? "", name, o =>
        {
            change(o);
            return o;
        }, new WriteOptions { Manager = manager }).Json)!;

    /// <summary>Drift: somebody else deletes an object.</summary>
    public void Delete(string group, string resource, string? ns, string name) =>
        Inner.Deletion.Delete(KindOf(group, resource), ns ?? "", name, new DeleteRequest("Background"));

    /// <summary>Forgets the history of changes: watches from older versions are told 410.</summary>
    public void Compact()
    {
        lock (Inner.Store.Gate)
            foreach (var resource in _cluster.Store.Resources) resource.History.Forget(_cluster.Store.Version);
    }

    private Kinds.Kind KindOf(string group, string resource) =>
        Inner.Store.Kinds.All.FirstOrDefault(k => (k.Group == group || k.ApiVersion == group) && k.Plural == resource) ?? throw new ArgumentException($"{Name} has no {resource} in group '{group}'", nameof(resource));
}
