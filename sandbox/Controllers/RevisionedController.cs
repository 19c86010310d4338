using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>A workload that keeps its history in ControllerRevisions.</summary>
internal abstract class RevisionedController(ControllerSet set, string kind) : WorkloadController(set, "apps/v1", kind)
{
    /// <summary>The revision of the template as it is now: made, or found among the earlier ones and renewed.</summary>
    protected StoredObject CurrentRevision(StoredObject owner, JsonObject o)
    {
        var hash = Json.Hash(o.Spec()["template"]);
        var name = $"{owner.Name}-{hash}";
        var all = Owned(owner, "ControllerRevision");
        var newest = all.Select(ControllerRevisions.Number).DefaultIfEmpty(0).Max();
        if (all.FirstOrDefault(r => r.Name == name) is not { } found)
            return TryCreate("apps/v1", "ControllerRevision", owner.Namespace, ControllerRevisions.Make(owner, o, name, hash, newest + 1)) ?? Find("apps/v1", "ControllerRevision", owner.Namespace, name)!;
        return ControllerRevisions.Number(found) == newest ? found : Change(found, r => r["revision"] = newest + 1);
    }

    /// <summary>Old revisions that no Pod is of go, beyond the limit.</summary>
    protected void CleanUpRevisions(StoredObject owner, JsonObject o, IReadOnlySet<string> used)
    {
        var unused = Owned(owner, "ControllerRevision").Where(r => !used.Contains(r.Name)).OrderByDescending(ControllerRevisions.Number);
        foreach (var revision in unused.Skip(o.Spec().Int("revisionHistoryLimit", 10)).ToList()) Delete(revision);
    }
}
