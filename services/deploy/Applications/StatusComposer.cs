using System.Text.Json.Nodes;
using Platform.Contracts.Deploy.V1;
using Platform.Contracts.Status.V1;
using Platform.Deploy.Applying;
using Platform.Deploy.Clusters;
using Platform.Deploy.Health;
using Platform.Deploy.Packages;
using Platform.Deploy.Revisions;
using Platform.Deploy.Rollouts;
using Platform.Storage;

namespace Platform.Deploy.Applications;

/// <summary>Composes an application's status of what Deploy itself knows: its rollout, its inventories, and what Status said of them.</summary>
internal sealed class StatusComposer(
    IDocuments<RolloutDocument> rollouts,
    IDocuments<InventoryDocument> inventories,
    IDocuments<HealthDocument> healths,
    IDocuments<ReachabilityDocument> reachability,
    PackageCatalog packages)
{
    public async Task<ApplicationStatus> ComposeAsync(ApplicationDocument application, RevisionDocument? revision, CancellationToken ct)
    {
        var rollout = await rollouts.GetAsync(application.Rollout.ToString(), ct);
        var (services, resources) = await OnClustersAsync(application.Id, ct);
        var phase = PhaseOf(application, rollout, services);
        var name = RevisionDocument.NameOf(application.Name, application.Revision);
        return new()
        {
            Status = phase,
            Phase = phase,
            ObservedGeneration = application.Revision,
            LatestRevision = new(name, application.Revision, application.ContentDigest, revision?.PackageVersion, revision?.PackageDigest),
            UpgradeAvailable = await UpgradeAsync(application, revision, ct),
            Rollout = application.Rollout,
            Workflow = WorkflowOf(name, rollout),
            Services = services,
            AppliedResources = resources,
        };
    }

    public async Task<ApplicationPhase> PhaseAsync(ApplicationDocument application, CancellationToken ct)
    {
        var rollout = await rollouts.GetAsync(application.Rollout.ToString(), ct);
        return PhaseOf(application, rollout, rollout?.Phase == RolloutPhase.Succeeded ? (await OnClustersAsync(application.Id, ct)).Services : []);
    }

    private async Task<UpgradeStatus?> UpgradeAsync(ApplicationDocument application, RevisionDocument? revision, CancellationToken ct)
    {
        if (revision is not { PackageVersion: { } current } || revision.PackageReference is not { } reference)
            return null;
        return await packages.UpgradeAsync(application.Namespace, reference.Name, current, ct) is { } newer
            ? new(newer.Name, newer.PackageVersion, newer.Digest, reference.Accepts(newer.PackageVersion))
            : null;
    }

    private static ApplicationPhase PhaseOf(ApplicationDocument application, RolloutDocument? rollout, IReadOnlyList<ServiceStatus> services) => rollout?.Phase switch
    {
        _ when application.Removing && rollout is null or { Ended: false } => ApplicationPhase.Deleting,
        null or RolloutPhase.Pending => ApplicationPhase.Starting,
        RolloutPhase.Planning => ApplicationPhase.Rendering,
        RolloutPhase.Running or RolloutPhase.RollingBack => ApplicationPhase.RunningWorkflow,
        RolloutPhase.Suspended => ApplicationPhase.WorkflowSuspending,
        RolloutPhase.Failed => ApplicationPhase.WorkflowFailed,
        RolloutPhase.Cancelled or RolloutPhase.Superseded => ApplicationPhase.WorkflowTerminated,
        _ => services.All(service => service.Healthy) ? ApplicationPhase.Running : ApplicationPhase.Unhealthy,
    };

    private static WorkflowStatus WorkflowOf(string revision, RolloutDocument? rollout) => new(
        revision,
        rollout?.Phase ?? RolloutPhase.Pending,
        Suspend: rollout?.Phase == RolloutPhase.Suspended,
        Terminated: rollout?.Phase is RolloutPhase.Cancelled or RolloutPhase.Failed or RolloutPhase.Superseded,
        Finished: rollout?.Ended ?? false,
        rollout?.Reason,
        rollout?.StartedAt,
        rollout?.EndedAt,
        [.. rollout?.Steps.Select(step => new WorkflowStepStatus(step.Name, step.Type, step.Phase, step.Reason, step.Message, step.StartedAt, step.EndedAt)) ?? []]);

    private async Task<(IReadOnlyList<ServiceStatus> Services, IReadOnlyList<ResourceStatus> Resources)> OnClustersAsync(string application, CancellationToken ct)
    {
        var (services, resources) = (new List<ServiceStatus>(), new List<ResourceStatus>());
        var having = Find<InventoryDocument>.All.Where(inventory => inventory.ApplicationKey, application).Where(inventory => inventory.Empty, false);
        await foreach (var inventory in inventories.FindAllAsync(having, ct))
        {
            var health = await healths.GetAsync(inventory.Id, ct);
            var reach = await reachability.GetAsync(inventory.Cluster, ct);
            services.AddRange(inventory.Objects.GroupBy(item => item.Component).Select(component => Service(inventory, component, health, reach)));
            resources.AddRange(inventory.Objects.Where(item => item.WasApplied).Take(ApplicationStatus.MostResources - resources.Count).Select(item =>
                new ResourceStatus(item.ApiVersion, item.Kind, item.Namespace, item.Name, inventory.Cluster, item.Component, item.Revision)));
        }

        return (services, resources);
    }

    private static ServiceStatus Service(InventoryDocument inventory, IGrouping<string, InventoryObject> component, HealthDocument? health, ReachabilityDocument? reach)
    {
        var seen = health?.Components.Find(known => known.Component == component.Key);
        var (status, message) = Judge(inventory, health, seen, reach);
        var workload = component.First();
        return new()
        {
            Name = component.Key,
            Namespace = workload.Namespace,
            Cluster = inventory.Cluster,
            Healthy = status == HealthStatus.Healthy,
            Health = status,
            Message = message,
            Images = seen?.Images ?? [],
            WorkloadDefinition = new JsonObject { ["apiVersion"] = workload.ApiVersion, ["kind"] = workload.Kind },
            Revision = health?.Revision,
            LastSeen = health?.ObservedAt,
        };
    }

    /// <summary>What can't be reached is unknown, and what was seen before the last apply says nothing of it.</summary>
    private static (HealthStatus Status, string? Message) Judge(InventoryDocument inventory, HealthDocument? health, ComponentHealth? seen, ReachabilityDocument? reach)
    {
        if (reach?.Reachable == false)
            return (HealthStatus.Unknown, $"cluster {inventory.Cluster} can't be reached{(reach.LastSeen is { } last ? $"; last seen {last:u}" : "")}");
        if (seen is null)
            return (HealthStatus.Unknown, "not seen yet");
        var old = health!.AppliedSequence > 0 && health.AppliedSequence < inventory.Sequence;
        return old && seen.Health == HealthStatus.Healthy ? (HealthStatus.Progressing, "applied; not seen since") : (seen.Health, seen.Message);
    }
}
