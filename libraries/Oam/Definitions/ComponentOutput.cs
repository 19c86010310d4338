using System.Text.Json.Nodes;

namespace Platform.Oam.Definitions;

/// <summary>What a component type makes.</summary>
/// <param name="Workload">Its main object; null for none.</param>
/// <param name="Extras">Objects beside it.</param>
internal sealed record ComponentOutput(JsonObject? Workload, IReadOnlyList<NamedObject> Extras)
{
    /// <summary>Nothing: what it takes isn't there yet, or something is wrong.</summary>
    public static ComponentOutput None { get; } = new(null, []);
}
