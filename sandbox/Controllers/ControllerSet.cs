using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>What happens by itself in a cluster. Changes of objects put keys on the cluster's lane; each key is worked on once, however often it was put.</summary>
internal sealed class ControllerSet
{
    private readonly WorkQueue.Lane _lane;
    private readonly HashSet<(Controller, string, string)> _queued = [];
    private readonly List<Controller> _controllers;

    public ControllerSet(Cluster cluster, WorkQueue work)
    {
        (Cluster, _lane, Events) = (cluster, work.NewLane(), new EventRecorder(cluster));
        _controllers =
        [
            new NodeController(this), new Scheduler(this), new PodController(this), new ReplicaSetController(this), new DeploymentController(this), new StatefulSetController(this),
            new DaemonSetController(this), new JobController(this), new CronJobController(this), new EndpointsController(this), new LoadBalancerController(this),
            new IngressController(this), new ClaimController(this), new AutoscalerController(this), new DisruptionController(this), new TokenController(this),
            new NamespaceController(this), new GarbageCollector(this),
        ];
    }

    public Cluster Cluster { get; }

    public EventRecorder Events { get; }

    /// <summary>Nothing is to be done before its time.</summary>
    public bool IsIdle => _lane.IsIdle;

    /// <summary>Makes what every cluster has, and looks at everything once: after a start nothing else would.</summary>
    public void Start()
    {
        if (!Cluster.Options.Controllers) return;
        lock (Cluster.Store.Gate)
        {
            foreach (var controller in _controllers) controller.Start();
            foreach (var o in Cluster.Store.Resources.SelectMany(r => r.All).ToList()) Follow(new Change(o.ResourceVersion, null, o, o));
        }
    }

    /// <summary>Completes when everything that is to be done now has been done.</summary>
    public Task CaughtUpAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _lane.Do(done.SetResult);
        return done.Task;
    }

    /// <summary>Under the gate, at every change.</summary>
    public void Follow(Change change)
    {
        if (!Cluster.Options.Controllers) return;
        foreach (var controller in _controllers) controller.Follow(change);
    }

    public void Enqueue(Controller controller, string ns, string name, TimeSpan delay = default)
    {
        if (delay > TimeSpan.Zero)
        {
            After(delay, () => controller.Reconcile(ns, name));
            return;
        }
        lock (_queued)
            if (!_queued.Add((controller, ns, name))) return;
        _lane.Do(() =>
        {
            lock (_queued) _queued.Remove((controller, ns, name));
            lock (Cluster.Store.Gate) controller.Reconcile(ns, name);
        });
    }

    /// <summary>Does something under the gate, a while from now.</summary>
    public void After(TimeSpan delay, Action work) => _lane.After(delay, () =>
    {
        lock (Cluster.Store.Gate) work();
    });
}
