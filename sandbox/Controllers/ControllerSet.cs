using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>What happens by itself in a cluster. Changes of objects put keys on the cluster's lane; each key is worked on once, however often it was put.</summary>
internal sealed class ControllerSet
{
    private readonly Cluster _cluster;
    private readonly WorkQueue.Lane _lane;
    private readonly HashSet<(Controller, string, string)> _queued = [];
    private readonly List<Controller> _controllers;

    public ControllerSet(Cluster cluster, WorkQueue work)
    {
        (_cluster, _lane) = (cluster, work.NewLane());
        _controllers =
        [
            new PodController(this), new ReplicaSetController(this), new DeploymentController(this), new StatefulSetController(this), new DaemonSetController(this),
            new JobController(this), new ServiceController(this), new IngressController(this), new ClaimController(this), new NamespaceController(this), new GarbageCollector(this),
        ];
    }

    public Cluster Cluster => _cluster;

    /// <summary>Makes what every cluster has, and looks at everything once: after a start nothing else would.</summary>
    public void Start()
    {
        if (!_cluster.Options.Controllers) return;
        lock (_cluster.Store.Gate)
        {
            foreach (var controller in _controllers) controller.Start();
            foreach (var o in _cluster.Store.Resources.SelectMany(r => r.All).ToList()) Follow(new Change(o.ResourceVersion, null, o, o));
        }
    }

    /// <summary>Under the gate, at every change.</summary>
    public void Follow(Change change)
    {
        if (!_cluster.Options.Controllers) return;
        foreach (var controller in _controllers) controller.Follow(change);
    }

    public void Enqueue(Controller controller, string ns, string name, TimeSpan delay = default)
    {
        if (delay > TimeSpan.Zero)
        {
            _lane.After(delay, () => Reconcile(controller, ns, name));
            return;
        }
        lock (_queued)
            if (!_queued.Add((controller, ns, name))) return;
        _lane.Do(() =>
        {
            lock (_queued) _queued.Remove((controller, ns, name));
            Reconcile(controller, ns, name);
        });
    }

    private void Reconcile(Controller controller, string ns, string name)
    {
        lock (_cluster.Store.Gate) controller.Reconcile(ns, name);
    }
}
