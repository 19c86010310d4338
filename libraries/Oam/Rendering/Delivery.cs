using Platform.Oam.Rendering;

namespace Platform.Oam;

/// <summary>What one step applies on one cluster.</summary>
/// <param name="Step">Name of the deploy or apply-component step.</param>
/// <param name="Cluster">Where.</param>
/// <param name="Namespace">Where objects that name no namespace went.</param>
/// <param name="Objects">Component by component, workload first. An object made twice comes twice.</param>
public sealed record Delivery(string Step, string Cluster, string Namespace, IReadOnlyList<RenderedObject> Objects)
{
    /// <summary>Components whose objects can't be made before they have their inputs.</summary>
    public IReadOnlyList<string> Unrendered { get; init; } = [];

    /// <summary>Each object once, as it will be: of several with the same identity the last one.</summary>
    public IReadOnlyList<RenderedObject> ToApply => LastWins();

    private List<RenderedObject> LastWins()
    {
        var places = new Dictionary<ObjectIdentity, int>(Objects.Count);
        var result = new List<RenderedObject>(Objects.Count);
        foreach (var item in Objects)
        {
            if (places.TryAdd(item.Identity, result.Count)) result.Add(item);
            else result[places[item.Identity]] = item;
        }

        return result;
    }
}
