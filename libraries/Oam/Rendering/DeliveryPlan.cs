namespace Platform.Oam;

/// <summary>Every step with what it applies where.</summary>
/// <param name="Workflow">The steps.</param>
/// <param name="Deliveries">In the order of the steps, then of the clusters.</param>
/// <param name="Faults">Why nothing may be applied.</param>
/// <param name="Warnings">Unknown properties and the like.</param>
public sealed record DeliveryPlan(
    WorkflowPlan Workflow, IReadOnlyList<Delivery> Deliveries, IReadOnlyList<Fault> Faults, IReadOnlyList<Fault> Warnings)
{
    /// <summary>
    /// What has to be fetched before it is whole, each once; components that wait for it have no objects yet. Fetch it, put it into the
    /// snapshot and plan again, unless there are faults.
    /// </summary>
    public IReadOnlyList<Need> Needs { get; init; } = [];

    /// <summary>Components that can't be applied before they have their inputs.</summary>
    public IReadOnlyList<AwaitedInput> Awaited { get; init; } = [];

    /// <summary>What a step applies, cluster by cluster; a cluster may come twice (two topologies with two namespaces).</summary>
    public IEnumerable<Delivery> Of(string step) => Deliveries.Where(delivery => delivery.Step == step);
}
