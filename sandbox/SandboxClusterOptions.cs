namespace Platform.Sandbox;

/// <summary>A cluster to simulate.</summary>
public sealed record SandboxClusterOptions
{
    /// <summary>DNS label; also the name of the kubeconfig's context.</summary>
    public required string Name { get; init; }

    /// <summary>Labels for whoever registers the cluster; the cluster itself doesn't know them.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The Kubernetes version it says it is.</summary>
    public string Version { get; init; } = "v1.36.2";

    /// <summary>The port to listen on; 0 takes the remembered or any free one.</summary>
    public int Port { get; init; }

    /// <summary>From a Pod's creation until it is ready.</summary>
    public TimeSpan PodStart { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>From a Pod's deletion until it is gone, whatever its grace period.</summary>
    public TimeSpan PodStop { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The first pause before something that failed is tried again; it doubles each time.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>From a Job's Pod being started until it has succeeded.</summary>
    public TimeSpan JobDuration { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Until a LoadBalancer Service or an Ingress has its address and a claim its volume.</summary>
    public TimeSpan Provisioning { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// A namespace being deleted is left alone at first, so that requests on their way find it terminating and not half empty; for five seconds
    /// in a real cluster.
    /// </summary>
    public TimeSpan NamespaceGrace { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>False: Services of type LoadBalancer and Ingresses wait for an address forever, as in a cluster without a provider.</summary>
    public bool HasLoadBalancers { get; init; } = true;

    /// <summary>False: HorizontalPodAutoscalers say that there is no metrics server.</summary>
    public bool HasMetrics { get; init; } = true;

    /// <summary>What is wrong with the cluster from the start.</summary>
    public Faults.FaultSettings Faults { get; init; } = new();

    /// <summary>Number of nodes.</summary>
    public int Nodes { get; init; } = 2;

    /// <summary>False: nothing happens by itself (no Pods, no garbage collection), as with an API server alone.</summary>
    public bool Controllers { get; init; } = true;
}
