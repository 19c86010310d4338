using System.Globalization;
using Platform.Sandbox.Behaviour;
using Platform.Sandbox.Controllers;
using Platform.Sandbox.Faults;
using Platform.Sandbox.Kinds;
using Platform.Sandbox.Store;
using Platform.Sandbox.Writing;

namespace Platform.Sandbox;

/// <summary>One simulated cluster: its objects, who may write them, and what happens by itself.</summary>
internal sealed class Cluster
{
    public Cluster(string name, SandboxClusterOptions options, ClusterStore store, TimeProvider time, WorkQueue work)
    {
        (Name, Options, Store, Time) = (name, options, store, time);
        Minor = int.Parse(options.Version.TrimStart('v').Split('.')[1], CultureInfo.InvariantCulture);
        Store.Kinds = KindCatalog.For(Minor);
        Allocations = new Allocations(store);
        Writer = new ObjectWriter(this);
        Deletion = new Deletion(this);
        Definitions = new CustomResourceDefinitions(this);
        Quotas = new Quotas(this);
        Faults = new ClusterFaults(time) { Settings = options.Faults };
        Behaviour = new ClusterBehaviour(options);
        Controllers = new ControllerSet(this, work);
        Tokens = new Api.Tokens(this);
        store.Changed += OnChanged;
    }

    public string Name { get; }
    public SandboxClusterOptions Options { get; }
    public ClusterStore Store { get; }

    /// <summary>The minor version of Kubernetes it is.</summary>
    public int Minor { get; }
    public TimeProvider Time { get; }
    public ObjectWriter Writer { get; }
    public Deletion Deletion { get; }
    public CustomResourceDefinitions Definitions { get; }
    public Allocations Allocations { get; }
    public Quotas Quotas { get; }
    public ClusterFaults Faults { get; }
    public ClusterBehaviour Behaviour { get; }
    public Api.Tokens Tokens { get; }

    /// <summary>Signs the cluster's certificates and tokens.</summary>
    public required Hosting.Authority Authority { get; init; }

    /// <summary>The certificate of the authority, for kube-root-ca.crt.</summary>
    public string AuthorityPem => Authority.Pem;
    public ControllerSet Controllers { get; }

    private readonly Lock _opening = new();
    private volatile Action? _restore;

    /// <summary>What an earlier start left is read by this when the cluster is first needed.</summary>
    public void RestoreLater(Action restore) => _restore = restore;

    /// <summary>
    /// Makes a cluster of an earlier start what it was, unless it is already. Whoever looks at its objects calls this first.
    /// Throws <see cref="IOException"/> where its data can't be read.
    /// </summary>
    public void Open()
    {
        if (_restore is null) return;
        lock (_opening)
        {
            _restore?.Invoke();
            _restore = null;
        }
    }

    /// <summary>Told of every change, outside any order guarantee but after it is stored.</summary>
    public event Action? Dirty;

    /// <summary>The time as Kubernetes writes it: whole seconds, UTC.</summary>
    public string Now() => Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public Kind StoredKind(Kind kind) => kind.ApiVersion == kind.StoredVersion ? kind : Store.Kinds.Get(kind.StoredVersion, kind.Name);

    private void OnChanged(Change change)
    {
        Allocations.Follow(change);
        Definitions.Follow(change);
        Quotas.Follow(change);
        Controllers.Follow(change);
        Dirty?.Invoke();
    }
}
