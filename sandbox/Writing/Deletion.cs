using System.Text.Json.Nodes;
using Platform.Sandbox.Api;
using Platform.Sandbox.Kinds;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Writing;

/// <param name="Json">The object as it is now, or its last state.</param>
/// <param name="Gone">It is no longer stored.</param>
internal sealed record DeleteResult(StoredObject Last, byte[] Json, bool Gone);

/// <summary>Deleting: at once, or by a deletion timestamp where finalizers, a grace period or a propagation policy ask for it.</summary>
internal sealed class Deletion(Cluster cluster)
{
    public DeleteResult Delete(Kind kind, string ns, string name, DeleteRequest request)
    {
        lock (cluster.Store.Gate)
        {
            var live = cluster.Store.Find(kind, ns, name) ?? throw KubeException.NotFound(kind, name);
            Check(kind, live, request);
            var o = live.Parse();
            var meta = (JsonObject)o["metadata"]!;
            Propagate(kind, meta, request);
            var grace = GracePeriod(kind, o, live, request);
            var definition = kind.Is("apiextensions.k8s.io", "CustomResourceDefinition");
            var waits = (kind.Is("", "Pod") ? meta["finalizers"] is JsonArray { Count: > 0 } : !IsFinal(kind, o)) || grace > 0 || definition;
            if (!waits)
            {
                if (request.DryRun) return new(live, live.Bytes, true);
                if (!kind.Is("", "Pod")) return new(cluster.Store.Remove(live, o), live.Bytes, true);
                // Watchers see a Pod's grace end before it is gone.
                Mark(kind, o, meta, live, 0);
                var last = cluster.Store.Remove(cluster.Store.Put(live.Kind, o));
                return new(last, last.Bytes, true);
            }
            if (live.Deleting && !Shortens(kind, meta, grace)) return new(live, live.Bytes, false);
            Mark(kind, o, meta, live, grace);
            if (definition) cluster.Definitions.OnDelete(o);
            if (request.DryRun) return new(live, StoredObject.Write(o), false);
            var stored = cluster.Store.Put(live.Kind, o);
            return new(stored, stored.Bytes, false);
        }
    }

    /// <summary>Nothing keeps an object that is being deleted.</summary>
    public static bool IsFinal(Kind kind, JsonObject o)
    {
        if (o["metadata"]?["finalizers"] is JsonArray { Count: > 0 }) return false;
        if (kind.Is("", "Namespace")) return o["spec"]?["finalizers"] is not JsonArray { Count: > 0 };
        return !kind.Is("", "Pod") || o["metadata"]?["deletionTimestamp"] is null || ((long?)o["metadata"]?["deletionGracePeriodSeconds"] ?? 0) == 0;
    }

    private static void Check(Kind kind, StoredObject live, DeleteRequest request)
    {
        if (kind.Is("", "Namespace") && live.Name is "default" or "kube-system" or "kube-public" && kind.Is("", "Namespace"))
            throw KubeException.Forbidden(kind, live.Name, "this namespace may not be deleted");
        if (request.Uid is { } uid && uid != live.Uid)
            throw KubeException.Precondition(kind, live.Name, $"the UID in the precondition ({uid}) does not match the UID in record ({live.Uid}). The object might have been deleted and then recreated");
        if (request.ResourceVersion is { } version && version != live.ResourceVersion.ToString())
            throw KubeException.Precondition(kind, live.Name, $"the ResourceVersion in the precondition ({version}) does not match the ResourceVersion in record ({live.ResourceVersion}). The object might have been modified");
    }

    /// <summary>Jobs orphan their Pods unless told otherwise, which the server warns of.</summary>
    private static void Propagate(Kind kind, JsonObject meta, DeleteRequest request)
    {
        var policy = request.Propagation;
        if (policy is null && kind.Is("batch", "Job"))
        {
            request.Warnings.Add("child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning");
            policy = "Orphan";
        }
        if (policy is null) return;
        var finalizers = (meta["finalizers"] as JsonArray ?? []).Select(f => (string)f!).Where(f => f is not "orphan" and not "foregroundDeletion").ToList();
        if (policy == "Orphan") finalizers.Add("orphan");
        if (policy == "Foreground") finalizers.Add("foregroundDeletion");
        if (finalizers.Count == 0) meta.Remove("finalizers");
        else meta["finalizers"] = new JsonArray([.. finalizers.Select(f => (JsonNode)f)]);
    }

    private static long GracePeriod(Kind kind, JsonObject o, StoredObject live, DeleteRequest request)
    {
        if (!kind.Is("", "Pod") || (string?)o["spec"]?["nodeName"] is null or "") return 0;
        if ((string?)o["status"]?["phase"] is "Succeeded" or "Failed") return 0;
        return request.GraceSeconds ?? (live.Deleting ? (long?)o["metadata"]!["deletionGracePeriodSeconds"] : (long?)o["spec"]!["terminationGracePeriodSeconds"]) ?? 30;
    }

    private static bool Shortens(Kind kind, JsonObject meta, long grace) =>
        kind.Is("", "Pod") && grace < ((long?)meta["deletionGracePeriodSeconds"] ?? 0);

    private void Mark(Kind kind, JsonObject o, JsonObject meta, StoredObject live, long grace)
    {
        meta["deletionTimestamp"] = cluster.Time.GetUtcNow().AddSeconds(grace).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
        if (kind.Is("", "Namespace")) Defaults.Under(o, "status")["phase"] = "Terminating";
        else meta["deletionGracePeriodSeconds"] = grace;
        if (!live.Deleting && meta["generation"] is { } generation && !kind.Is("apiextensions.k8s.io", "CustomResourceDefinition")) meta["generation"] = (long)generation + 1;
    }
}
