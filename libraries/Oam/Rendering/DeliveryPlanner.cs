using Platform.Oam.Definitions;
using Platform.Oam.Expressions;
using Platform.Oam.Plugins;
using Platform.Oam.Rendering;

namespace Platform.Oam;

/// <summary>
/// Renders every step of an application's workflow for every cluster it goes to: what planning, validation at submission
/// and a dry run share.
/// </summary>
public static class DeliveryPlanner
{
    /// <summary>Plans and renders. A value that several clusters lack is one fault that lists them.</summary>
    public static DeliveryPlan Plan(Application application, DeliveryInput input)
    {
        application = Expansion.Apply(application, input.Definitions, new());
        var workflow = WorkflowPlanner.Plan(application, input.Definitions);
        var run = new Run(application, input);
        run.Findings.AddAll(workflow.Faults);
        foreach (var step in workflow.AllSteps.Where(step => input.Step is null || step.Name == input.Step)) run.Add(step);
        foreach (var same in run.Missing.GroupBy(value => (value.Node, value.Path))) run.Findings.Add(MissingValue.ToFault([.. same]));
        return new(workflow, run.Deliveries, run.Findings.Faults(), run.Findings.Warnings()) { Awaited = [.. run.Awaited], Needs = [.. run.Needs] };
    }

    private sealed class Run(Application application, DeliveryInput input)
    {
        private readonly RenderCache cache = new(application, input.Definitions);
        private readonly Dictionary<(string Step, string Cluster, string Namespace), int> places = [];

        public Findings Findings { get; } = new();

        public List<Delivery> Deliveries { get; } = [];

        public List<MissingValue> Missing { get; } = [];

        public HashSet<AwaitedInput> Awaited { get; } = [];

        public HashSet<Need> Needs { get; } = [];

        public void Add(PlannedStep step)
        {
            if (step.Deploy is { } deploy) AddDeploy(step, deploy);
            if (step.ApplyComponent is { } apply) AddComponent(step, apply);
        }

        private void AddDeploy(PlannedStep step, DeployStep deploy)
        {
            var topologies = deploy.Topologies.Count == 0 ? [null] : deploy.Topologies.Select(application.FindPolicy);
            var targets = topologies.SelectMany(Select).Distinct().ToList();
            WaveAssignment.Check(step, [.. targets.Select(target => target.Cluster).Distinct()], application, Findings);
            foreach (var (cluster, name) in targets) Render(step.Name, cluster, name, deploy, null);
        }

        private IEnumerable<(ClusterFacts Cluster, string? Namespace)> Select(Policy? topology)
        {
            var selection = Topology.Select(topology, input.Clusters);
            Findings.AddAll(selection.Faults);
            return selection.Clusters.Select(cluster => (cluster, selection.Namespace));
        }

        private void AddComponent(PlannedStep step, ApplyComponentStep apply)
        {
            var name = apply.Cluster ?? Topology.Local;
            if (Topology.Find(name, input.Clusters) is { } cluster)
                Render(step.Name, cluster, null, null, new HashSet<string> { apply.Component });
            else
                Findings.Add(application.Source.Fault($"step '{step.Name}': {Topology.Unknown(name, input.Clusters)}"));
        }

        private void Render(string step, ClusterFacts cluster, string? targetNamespace, DeployStep? deploy, HashSet<string>? components)
        {
            if (input.Cluster is { } only && cluster.Name != only) return;
            var rendering = new ClusterRendering(application, InputFor(cluster, targetNamespace, deploy, components), cache).Run();
            Findings.AddAll(rendering.Findings.Faults());
            Findings.WarnAll(rendering.Findings.Warnings());
            Missing.AddRange(rendering.Missing);
            Awaited.UnionWith(rendering.Awaited);
            Needs.UnionWith(rendering.Needs);
            var byPlace = rendering.Objects.ToLookup(item => item.Cluster is null || Topology.Find(item.Cluster, input.Clusters) == cluster);
            Add(step, cluster.Name, rendering.Namespace, [.. byPlace[true]], [.. rendering.Awaited.Where(awaited => !awaited.IsRendered).Select(awaited => awaited.Component).Distinct()]);
            foreach (var pinned in byPlace[false].GroupBy(item => item.Cluster!)) AddPinned(step, pinned.Key, rendering.Namespace, [.. pinned]);
        }

        /// <summary>Objects that name their cluster go there even when the topology doesn't.</summary>
        private void AddPinned(string step, string name, string targetNamespace, IReadOnlyList<RenderedObject> objects)
        {
            if (Topology.Find(name, input.Clusters) is { } cluster)
                Add(step, cluster.Name, targetNamespace, objects, []);
            else
                Findings.Add(application.Source.Fault($"label {WellKnown.Cluster} of {objects[0].Manifest["kind"]} '{objects[0].Manifest["metadata"]?["name"]}': {Topology.Unknown(name, input.Clusters)}"));
        }

        private void Add(string step, string cluster, string targetNamespace, IReadOnlyList<RenderedObject> objects, IReadOnlyList<string> unrendered)
        {
            if (places.TryAdd((step, cluster, targetNamespace), Deliveries.Count))
            {
                Deliveries.Add(new(step, cluster, targetNamespace, objects) { Unrendered = unrendered });
                return;
            }

            var place = places[(step, cluster, targetNamespace)];
            var there = Deliveries[place].Objects;
            var known = there.Select(item => item.Identity).ToHashSet();
            Deliveries[place] = Deliveries[place] with
            {
                Objects = [.. there, .. objects.Where(item => !known.Contains(item.Identity))],
                Unrendered = [.. Deliveries[place].Unrendered.Union(unrendered)],
            };
        }

        private RenderInput InputFor(ClusterFacts cluster, string? targetNamespace, DeployStep? deploy, HashSet<string>? components) => new()
        {
            Cluster = cluster,
            Namespace = targetNamespace,
            Policies = deploy?.Overrides ?? [],
            Replications = deploy?.Replications ?? [],
            Revision = input.Revision,
            Package = input.Package,
            Snapshot = input.Snapshot,
            Components = components,
            Params = input.Params,
            Inputs = input.Inputs,
            Definitions = input.Definitions,
        };
    }
}
