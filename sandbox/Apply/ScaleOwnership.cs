namespace Platform.Sandbox.Apply;

/// <summary>Ownership of the replicas that are written through the scale subresource: tracked only where somebody owned them.</summary>
internal static class ScaleOwnership
{
    /// <param name="entries">The object's managers.</param>
    /// <param name="path">The set of the one field that holds the replicas.</param>
    /// <param name="changed">The number changes.</param>
    public static List<ManagerEntry> Track(IReadOnlyList<ManagerEntry> entries, FieldSet path, Writer writer, bool apply, bool force, bool changed)
    {
        var operation = apply ? "Apply" : "Update";
        bool IsSelf(ManagerEntry e) => e.Manager == writer.Manager && e.Operation == operation && e.Subresource == writer.Subresource;
        var owners = entries.Where(e => !e.Fields.Intersect(path).IsEmpty).ToList();
        if (apply && changed && !force && !owners.All(IsSelf)) throw new ApplyConflictException([.. owners.Where(e => !IsSelf(e)).Select(e => new FieldConflict(e, path))]);
        if (apply && changed && !force && owners.Count == 0)
            throw new ApplyConflictException([new FieldConflict(new ManagerEntry("before-first-apply", "Update", "autoscaling/v1", "scale", path, null), path)]);
        if (!apply && (!changed || owners.Count == 0)) return [.. entries];
        var result = entries.Where(e => !IsSelf(e)).Select(e => changed ? e with { Fields = e.Fields.Except(path) } : e).Where(e => !e.Fields.IsEmpty).ToList();
        var own = entries.FirstOrDefault(IsSelf);
        result.Add(new ManagerEntry(writer.Manager, operation, writer.ApiVersion, writer.Subresource, path, own?.Time));
        return result;
    }
}
