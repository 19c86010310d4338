using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Platform.Health;
using Platform.Status.Inventories;
using Platform.Status.Watching;

namespace Platform.Status.Drift;

/// <summary>What is expected of the objects on one cluster, and which inventories have them. Used by one loop alone.</summary>
internal sealed class Expectations(byte[] key)
{
    /// <summary>The same application has objects of the same shapes on every cluster.</summary>
    private static readonly ConcurrentDictionary<string, WeakReference<RenderedFields>> Shapes = new(StringComparer.Ordinal);

    private readonly Dictionary<LiveId, Known> _objects = [];

    public IReadOnlyList<string> OwnersOf(LiveId id) => _objects.TryGetValue(id, out var known) ? known.Owners : [];

    /// <summary>How a live object differs from what was applied; null when it does not, or nothing is known of it.</summary>
    public ObjectDrift? Compare(JsonObject live) => _objects.TryGetValue(LiveId.Of(live), out var known) ? known.Expected?.Compare(live, key) : null;

    /// <summary>Answers the objects of which something else is expected than before.</summary>
    public IReadOnlyList<LiveId> Add(InventoryDocument inventory)
    {
        var changed = new List<LiveId>();
        string[] sole = [inventory.Id]; // One list for all objects that nobody else has.
        foreach (var applied in inventory.Objects)
        {
            var id = LiveId.Of(applied);
            if (!_objects.TryGetValue(id, out var known))
                _objects[id] = known = new() { Owners = sole };
            else if (!known.Owners.Contains(inventory.Id))
                known.Owners = [.. known.Owners, inventory.Id];
            if (applied.Shape is not { } shape || applied.Print is not { } print || inventory.Shapes.GetValueOrDefault(shape) is not { } text)
                known.Expected = null;
            else if (known.Expected?.IsFor(applied) != true)
            {
                known.Expected = new(FieldsOf(shape, text), Convert.FromBase64String(print), applied.ResourceVersion);
                changed.Add(id);
            }
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
    }
}
