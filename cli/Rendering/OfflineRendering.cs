using Platform.Oam;

namespace Platform.Cli.Rendering;

/// <summary>Objects of an application without a server: what is wrong, what is doubtful, and what comes out.</summary>
internal sealed record OfflineRendering(IReadOnlyList<RenderedObject> Objects, IReadOnlyList<Fault> Faults, IReadOnlyList<Fault> Warnings)
{
    /// <summary>Without a cluster: the application itself. With one: all that the steps of its workflow bring there.</summary>
    public static OfflineRendering Run(ParsedApplication parsed, ClusterFacts? cluster, bool strict)
    {
        var check = Validation.Check(parsed, new ValidationInput { Strict = strict });
        if (parsed.Application is not { } application || check.Faults.Any(x => !Answerable(x, cluster)))
        {
            return new([], check.Faults, check.Warnings);
        }

        var objects = new List<RenderedObject>();
        var faults = new List<Fault>();
        var warnings = check.Warnings.ToList();
        foreach (var input in cluster is null ? [Plain] : Inputs(application, cluster))
        {
            var rendered = Renderer.Render(application, input);
            objects.AddRange(cluster is null ? [.. rendered.Objects, .. rendered.PinnedElsewhere] : rendered.Objects);
            faults.AddRange(rendered.Faults);
            faults.AddRange(rendered.Needs.Select(Missing));
            warnings.AddRange(rendered.Warnings);
        }

        // Strings of steps may bring the same object again: the last one is what stays.
        var once = new Delivery("", cluster?.Name ?? Topology.Local, "", objects).ToApply;
        return new(once, [.. faults.Distinct()], [.. warnings.Distinct()]);
    }

    // What only a server has the tools and the way to.
    private static Fault Missing(Need need) => new("", null, null, need.Kind switch
    {
        NeedKinds.ChartSource => $"the chart {need.Text("source")} is fetched and rendered by a server; a dry run there shows what comes out",
        NeedKinds.TreeSource => $"the directory {need.Text("url")} is fetched and built by a server; a dry run there shows what comes out",
        NeedKinds.Objects => $"{need.Text("kind")} {need.Text("name")} of cluster {need.Text("cluster")} is read by a server; a dry run there shows what comes out",
        _ => "what the application package holds is rendered by a server; a dry run there shows what comes out",
    });

    private static RenderInput Plain => new() { Cluster = new() { Name = Topology.Local, IsDefault = true } };

    // Checked without clusters, an application lacks the values of the one that was given.
    private static bool Answerable(Fault fault, ClusterFacts? cluster) =>
        cluster is not null && fault.Detail.Contains("${cluster.", StringComparison.Ordinal);

    private static IEnumerable<RenderInput> Inputs(Application application, ClusterFacts cluster)
    {
        foreach (var step in WorkflowPlanner.Plan(application).AllSteps)
        {
            if (step.Deploy is { } deploy)
            {
                foreach (var input in Inputs(application, cluster, deploy))
                {
                    yield return input;
                }
            }

            if (step.ApplyComponent is { } apply && Topology.Find(apply.Cluster ?? Topology.Local, [cluster]) is not null)
            {
                yield return new() { Cluster = cluster, Components = new HashSet<string> { apply.Component } };
            }
        }
    }

    private static IEnumerable<RenderInput> Inputs(Application application, ClusterFacts cluster, DeployStep deploy)
    {
        if (deploy.Topologies.Count == 0)
        {
            yield return new() { Cluster = cluster, Policies = deploy.Overrides };
        }

        foreach (var topology in deploy.Topologies.Select(application.FindPolicy))
        {
            // A topology that names other clusters is no fault here: this one is just not meant.
            var selection = Topology.Select(topology, Registry(cluster, topology));
            if (selection.Clusters.Contains(cluster))
            {
                yield return new() { Cluster = cluster, Namespace = selection.Namespace, Policies = deploy.Overrides };
            }
        }
    }

    // `local` is another cluster, unless this one is said to be it; a topology that names none at all means this one.
    private static ClusterFacts[] Registry(ClusterFacts cluster, Policy? topology) =>
        cluster.IsDefault || cluster.Name == Topology.Local || topology?.Properties?["clusters"] is null
            ? [cluster]
            : [new() { Name = Topology.Local, IsDefault = true }, cluster];
}
