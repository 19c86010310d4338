namespace Platform.Oam;

/// <summary>The objects of an application for one cluster.</summary>
/// <param name="Objects">Component by component, workload first.</param>
/// <param name="PinnedElsewhere">Objects whose label <c>app.oam.dev/cluster</c> pins them to another cluster.</param>
/// <param name="Faults">Why it can't be applied; the objects are as far as they go then.</param>
/// <param name="Warnings">Unknown properties and the like.</param>
public sealed record RenderedCluster(
    IReadOnlyList<RenderedObject> Objects,
    IReadOnlyList<RenderedObject> PinnedElsewhere,
    IReadOnlyList<Fault> Faults,
    IReadOnlyList<Fault> Warnings)
{
    /// <summary>What has to be fetched before it is whole, each once; see <see cref="DeliveryPlan.Needs"/>.</summary>
    public IReadOnlyList<Need> Needs { get; init; } = [];

    /// <summary>Components that can't be applied before they have their inputs.</summary>
    public IReadOnlyList<AwaitedInput> Awaited { get; init; } = [];
}
