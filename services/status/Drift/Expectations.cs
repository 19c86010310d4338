using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Platform.Contracts.Deploy.V1;
using Platform.Health;
using Platform.Status.Definitions;
using Platform.Status.Inventories;
using Platform.Status.Watching;

namespace Platform.Status.Drift;

/// <summary>What is expected of the objects on one cluster, who judges them, and which inventories have them. Used by one loop alone.</summary>
internal sealed class Expectations(byte[] key, HealthFunctions functions)
{
    /// <summary>The same application has objects of the same shapes on every cluster.</summary>
    private static readonly ConcurrentDictionary<string, WeakReference<RenderedFields>> Shapes = new(StringComparer.Ordinal);

    private readonly Dictionary<LiveId, Known> _objects = [];
    private readonly HashSet<DefinitionReference> _unheard = [];

    public IReadOnlyList<string> OwnersOf(LiveId id) => _objects.TryGetValue(id, out var known) ? known.Owners : [];

    /// <summary>Definitions that made objects and have not been heard of.</summary>
    public IReadOnlyCollection<DefinitionReference> Unheard => _unheard;

    /// <summary>What is kept of a live object: its health, and how it differs from what was applied where something is known of that.</summary>
    public LiveEntry Read(JsonObject live)
    {
        var known = _objects.GetValueOrDefault(LiveId.Of(live));
        return LiveEntry.Of(live, functions.Of(live, known?.Definition), known?.Expected?.Compare(live, key));
    }

    /// <summary>Looks again for definitions that had not been heard of; answers the objects of those that have been since.</summary>
    public async Task<IReadOnlyList<LiveId>> HearAsync(CancellationToken ct)
    {
        if (_unheard.Count == 0)
            return [];
        var heard = new HashSet<DefinitionReference>();
        foreach (var reference in _unheard)
            if (await functions.LoadAsync(reference, ct))
                heard.Add(reference);
        _unheard.ExceptWith(heard);
        return heard.Count == 0 ? [] : [.. _objects.Where(o => o.Value.Definition is { } d && heard.Contains(d)).Select(o => o.Key)];
    }

    /// <summary>Answers the objects of which something else is expected than before, and whether somebody else judges them.</summary>
    public IReadOnlyList<(LiveId Id, bool Rejudge)> Add(InventoryDocument inventory)
    {
        var changed = new List<(LiveId, bool)>();
        string[] sole = [inventory.Id]; // One list for all objects that nobody else has.
        foreach (var applied in inventory.Objects)
        {
            var id = LiveId.Of(applied);
            if (!_objects.TryGetValue(id, out var known))
                _objects[id] = known = new() { Owners = sole };
            else if (!known.Owners.Contains(inventory.Id))
                known.Owners = [.. known.Owners, inventory.Id];
            var rejudge = known.Definition != applied.Definition;
            known.Definition = applied.Definition;
            if (applied.Definition is { } definition && !functions.Knows(definition))
                _unheard.Add(definition);
            if (applied.Shape is not { } shape || applied.Print is not { } print || inventory.Shapes.GetValueOrDefault(shape) is not { } text)
                known.Expected = null;
            else if (known.Expected?.IsFor(applied) != true)
            {
                known.Expected = new(FieldsOf(shape, text), Convert.FromBase64String(print), applied.ResourceVersion);
                changed.Add((id, rejudge));
                continue;
            }
            if (rejudge)
                changed.Add((id, true));
        }
        return changed;
    }

    public void Remove(InventoryDocument inventory, InventoryDocument? next)
    {
        var stays = next?.Objects.Select(LiveId.Of).ToHashSet() ?? [];
        foreach (var id in inventory.Objects.Select(LiveId.Of).Where(id => !stays.Contains(id)))
            if (_objects.TryGetValue(id, out var known) && (known.Owners = [.. known.Owners.Where(o => o != inventory.Id)]).Length == 0)
                _objects.Remove(id);
    }

    private static RenderedFields FieldsOf(string shape, string text)
    {
        if (Shapes.TryGetValue(shape, out var weak) && weak.TryGetTarget(out var known))
            return known;
        var fields = RenderedFields.Parse(text);
        Shapes[shape] = new(fields);
        if (Shapes.Count % 256 == 0)
            foreach (var gone in Shapes.Where(s => !s.Value.TryGetTarget(out _)).Select(s => s.Key))
                Shapes.TryRemove(gone, out _);
        return fields;
    }

    private sealed class Known
    {
        public string[] Owners { get; set; } = [];

        public Expected? Expected { get; set; }

        public DefinitionReference? Definition { get; set; }
    }
}
