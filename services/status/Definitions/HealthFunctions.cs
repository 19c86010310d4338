using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Platform.Contracts.Deploy.V1;
using Platform.Health;
using Platform.Oam.Definitions;

namespace Platform.Status.Definitions;

/// <summary>The functions by which installed definitions judge live objects, each compiled once for all clusters.</summary>
internal sealed class HealthFunctions(IDocuments<DefinitionDocument> definitions)
{
    private readonly ConcurrentDictionary<DefinitionReference, StatusFunctions> _known = new();

    public bool Knows(DefinitionReference reference) => _known.ContainsKey(reference);

    /// <summary>False: the definition has not been heard of yet.</summary>
    public async Task<bool> LoadAsync(DefinitionReference reference, CancellationToken ct)
    {
        if (Knows(reference))
            return true;
        if (await definitions.GetAsync(DefinitionDocument.IdOf(reference), ct) is not { } found)
            return false;
        _known.TryAdd(reference, new(found.Health, found.Message));
        return true;
    }

    /// <summary>
    /// Health of a live object: of one that is being deleted by that, then by the definition that made it, then by its kind. What a definition
    /// not heard of yet will say nobody knows.
    /// </summary>
    public HealthReport Of(JsonObject live, DefinitionReference? reference)
    {
        var byKind = HealthRules.Of(live);
        if (reference is null || live["metadata"]?["deletionTimestamp"] is not null)
            return byKind;
        if (!_known.TryGetValue(reference, out var functions))
            return new(HealthStatus.Progressing, $"revision {reference.Revision} of {reference.Kind} definition {reference.Name} is not known here yet");
        var (health, message) = functions.Of(live);
        return health is null ? byKind with { Message = message ?? byKind.Message } : new(Enum.Parse<HealthStatus>(health), message);
    }
}
