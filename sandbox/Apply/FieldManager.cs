using System.Text.Json.Nodes;
using Platform.Sandbox.Kinds;

namespace Platform.Sandbox.Apply;

/// <summary>Who writes: the manager's name, the subresource it writes through, the version it writes at, and when.</summary>
internal sealed record Writer(string Manager, string Subresource, string ApiVersion, string Now);

/// <summary>A field another manager owns with another value.</summary>
internal sealed record FieldConflict(ManagerEntry Owner, FieldSet Fields);

internal sealed class ApplyConflictException(IReadOnlyList<FieldConflict> conflicts) : Exception("Apply failed with conflicts.")
{
    public IReadOnlyList<FieldConflict> Conflicts { get; } = conflicts;
}

/// <summary>
/// Field ownership as the API server keeps it (KEP-555, structured-merge-diff): updates take what they change from everyone else,
/// applies own what they name, conflict with other values of other managers, and remove what they named before and nobody else owns.
/// </summary>
internal static class FieldManager
{
    private static readonly FieldSet Stripped = FieldSet.Of("f:apiVersion").Union(FieldSet.Of("f:kind"))
        .Union(new[] { "name", "namespace", "creationTimestamp", "selfLink", "uid", "generation", "managedFields", "resourceVersion" }
            .Select(n => FieldSet.Of("f:metadata", "f:" + n)).Aggregate((a, b) => a.Union(b)));

    private static readonly FieldSet MetadataItself = FieldSet.Of("f:metadata");

    /// <summary>The entries after an update from <paramref name="live"/> to <paramref name="next"/>.</summary>
    public static List<ManagerEntry> Update(JsonObject live, JsonObject next, IReadOnlyList<ManagerEntry> entries, Writer writer, Schema schema, FieldSet reset)
    {
        var change = Comparison.Of(live, next, schema, Stripped.Union(reset));
        var taken = change.Modified.Union(change.Added);
        var self = (writer.Manager, "Update", writer.ApiVersion, writer.Subresource);
        var result = new List<ManagerEntry>();
        ManagerEntry? own = null;
        foreach (var entry in entries)
        {
            var isSelf = entry.Identity == self;
            var left = entry.Fields.Except(isSelf ? change.Removed : taken.Union(change.Removed));
            if (isSelf) own = entry with { Fields = left };
            else if (!left.IsEmpty) result.Add(entry with { Fields = left });
        }
        taken = WithoutStripped(taken);
        if (!taken.IsEmpty) own = new ManagerEntry(writer.Manager, "Update", writer.ApiVersion, writer.Subresource, (own?.Fields ?? FieldSet.Empty).Union(taken), writer.Now);
        if (own is not null && !own.Fields.IsEmpty) result.Add(own);
        return result;
    }

    /// <summary>
    /// Applies a configuration to a live object (an empty one to create).
    /// Returns null for the object when nothing but ownership changes.
    /// </summary>
    public static (JsonObject? Next, List<ManagerEntry> Entries) Apply(
        JsonObject live, JsonObject applied, IReadOnlyList<ManagerEntry> entries, Writer writer, Schema schema, FieldSet reset, bool force)
    {
        var self = (writer.Manager, "Apply", "", writer.Subresource);
        var previous = entries.FirstOrDefault(e => e.Identity == self);
        var set = WithoutStripped(FieldSets.Of(applied, schema)).ExceptBelow(reset);
        var own = new ManagerEntry(writer.Manager, "Apply", writer.ApiVersion, writer.Subresource, set, previous?.Time);
        var others = entries.Where(e => e.Identity != self).ToList();

        var merged = (JsonObject)TypedMerge.Merge(live, applied, schema)!;
        if (previous is not null && !previous.Fields.Except(set).IsEmpty) merged = Prune(merged, previous.Fields, others.Append(own), schema);

        var change = Comparison.Of(live, merged, schema, Stripped.Union(reset));
        var taken = change.Modified.Union(change.Added);
        var conflicts = others.Select(e => new FieldConflict(e, e.Fields.Intersect(taken))).Where(c => !c.Fields.IsEmpty).ToList();
        if (conflicts.Count > 0 && !force) throw new ApplyConflictException(conflicts);

        var lost = taken.Union(change.Removed);
        var result = others.Select(e => e with { Fields = e.Fields.Except(lost) }).Where(e => !e.Fields.IsEmpty).ToList();
        // What is ignored counts here: an apply that says nothing new of what it may write, but something of the rest, has a new time.
        var unchanged = change.IsSame && JsonNode.DeepEquals(live, merged);
        if (!unchanged) own = own with { Time = writer.Now };
        if (!own.Fields.IsEmpty) result.Add(own);
        return (unchanged ? null : merged, result);
    }

    /// <summary>What of the fields applied last time but not now stays is what somebody owns.</summary>
    private static JsonObject Prune(JsonObject merged, FieldSet last, IEnumerable<ManagerEntry> managers, Schema schema)
    {
        var named = FieldSets.WithNamedFields(last, schema);
        var owned = managers.Aggregate(FieldSet.Empty, (all, m) => all.Union(m.Fields));
        var existing = FieldSets.WithNamedFields(FieldSets.Of(merged, schema), schema);

        var pruned = Remove(merged, named, schema);
        pruned = Remove(merged, existing.Except(Existing(pruned, schema).Union(FieldSets.WithNamedFields(owned, schema))), schema);
        return Remove(merged, existing.Except(Existing(pruned, schema)).Intersect(named), schema);
    }

    private static FieldSet Existing(JsonObject value, Schema schema) => FieldSets.WithNamedFields(FieldSets.Of(value, schema), schema);

    private static JsonObject Remove(JsonObject value, FieldSet fields, Schema schema) =>
        TypedMerge.Remove(value, fields, schema) as JsonObject ?? [];

    private static FieldSet WithoutStripped(FieldSet set) => set.ExceptBelow(Stripped).Except(MetadataItself);
}
