using System.Text.Json.Nodes;
using Platform.Sandbox.Api;
using Platform.Sandbox.Apply;
using Platform.Sandbox.Kinds;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Writing;

/// <param name="Json">The object as answered.</param>
/// <param name="Stored">The stored version; null for a dry run.</param>
/// <param name="Created">The object is new.</param>
internal sealed record WriteResult(byte[] Json, StoredObject? Stored, bool Created);

/// <summary>Every change of an object of a cluster goes through here: requests, controllers and drift. Takes the cluster's gate itself.</summary>
internal sealed class ObjectWriter(Cluster cluster)
{
    private static readonly FieldSet StatusOnly = FieldSet.Of("f:status");

    /// <summary>What a new object can't bring.</summary>
    private static readonly string[] Unset = ["resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"];

    private ClusterStore Store => cluster.Store;

    public WriteResult Create(Kind kind, string ns, JsonObject body, WriteOptions options)
    {
        var o = Incoming.Read(kind, body, options);
        Incoming.CheckNamespace(kind, ns, o);
        lock (Store.Gate)
        {
            var entries = new List<ManagerEntry>();
            var meta = Defaults.Under(o, "metadata");
            if (kind.Namespaced) meta["namespace"] = ns;
            else meta.Remove("namespace");
            if (!meta.ContainsKey("name") && (string?)meta["generateName"] is { Length: > 0 } prefix) meta["name"] = prefix + Names.Suffix();
            foreach (var field in Unset) meta.Remove(field);
            Defaults.Set(kind, o);
            if (options.Manager.Length > 0 && !IsReset(o)) entries = Track(kind, Incoming.Empty(kind), o, ManagedFields.Read(o), options);
            ManagedFields.Write(o, entries);
            return Insert(kind, ns, o, options);
        }
    }

    /// <summary>Stores a new object whose fields and owners are settled.</summary>
    private WriteResult Insert(Kind kind, string ns, JsonObject o, WriteOptions options)
    {
        var meta = (JsonObject)o["metadata"]!;
        var name = (string?)meta["name"] ?? "";
        if (!options.Internal) Admission.NamespaceAllows(cluster, kind, ns, name);
        if (Strategy.HasGeneration(kind)) meta.Remove("generation");
        foreach (var field in Unset) meta.Remove(field);
        meta["uid"] = Guid.NewGuid().ToString();
        meta["creationTimestamp"] = cluster.Now();
        if (Strategy.HasGeneration(kind)) meta["generation"] = 1;
        if (name.Length > 0 && Store.Find(kind, ns, name) is { } existing) throw KubeException.AlreadyExists(kind, name, existing.Deleting);
        if (kind.Namespaced) LimitRanges.Admit(cluster, kind, ns, o);
        Strategy.OnCreate(cluster, kind, o);
        Validation.Validate(cluster, kind, o, null);
        if (kind.Namespaced) PodSecurity.Admit(cluster, kind, ns, o, options);
        if (options.User is { } user) Escalation.Check(cluster, user, kind, ns, o);
        if (kind.Namespaced) cluster.Quotas.Admit(kind, ns, o);
        Incoming.Finish(kind, o);
        if (options.DryRun) return new(StoredObject.WriteObject(o), null, true);
        var stored = Store.Put(cluster.StoredKind(kind), o);
        return new(stored.Bytes, stored, true);
    }

    public WriteResult Update(Kind kind, string ns, string name, JsonObject body, WriteOptions options)
    {
        var o = Incoming.Read(kind, body, options);
        lock (Store.Gate)
        {
            var live = Existing(kind, ns, name);
            return Replace(kind, live, Parse(kind, live), o, options);
        }
    }

    /// <summary>Changes an object by a function of its current state (the patches).</summary>
    public WriteResult Change(Kind kind, string ns, string name, Func<JsonObject, JsonObject> change, WriteOptions options)
    {
        lock (Store.Gate)
        {
            var live = Existing(kind, ns, name);
            var next = change(Parse(kind, live));
            return Replace(kind, live, Parse(kind, live), Incoming.Read(kind, next, options), options);
        }
    }

    public WriteResult Apply(Kind kind, string ns, string name, JsonObject applied, WriteOptions options)
    {
        Incoming.CheckApplied(kind, ns, name, applied);
        lock (Store.Gate)
        {
            var found = Store.Find(kind, ns, name);
            if (found is null && options.Subresource.Length > 0) throw KubeException.NotFound(kind, name);
            var live = found is null ? Incoming.Empty(kind) : Parse(kind, found);
            if (found is not null) Incoming.CheckIdentity(kind, name, found, applied);
            else if (applied["metadata"]?["uid"] is { } uid) throw KubeException.Conflict(kind, name, $"uid mismatch: the provided object specified uid {uid}, and no existing object was found");
            var entries = ManagedFields.Read(live);
            var writer = Self(kind, options);
            if (entries.Count == 0 && found is not null)
                entries = FieldManager.Update(Incoming.Empty(kind), live, entries, writer with { Manager = "before-first-apply" }, kind.Schema, Reset(kind, ""));
            var (merged, owned) = ApplyFields(kind, live, applied, entries, writer, options);
            // What is so already needs no reading, defaulting and comparing: most applies of a platform are these.
            if (merged is null && found is not null && SameApartFromTimes(entries, owned) && !LastApplied.Concerns(options.Manager, live)) return new(found.Bytes, found, false);
            var next = merged ?? (found is null ? applied : (JsonObject)live.DeepClone());
            var meta = Defaults.Under(next, "metadata");
            meta["name"] = name;
            if (kind.Namespaced) meta["namespace"] = ns;
            meta.Remove("managedFields");
            if (LastApplied.Concerns(options.Manager, live)) LastApplied.Write(next, applied);
            next = Incoming.Read(kind, next, options);
            if (found is null)
            {
                Defaults.Set(kind, next);
                ManagedFields.Write(next, owned);
                return Insert(kind, ns, next, options);
            }
            return Replace(kind, found, live, next, options, owned);
        }
    }

    private static (JsonObject? Next, List<ManagerEntry> Owned) ApplyFields(Kind kind, JsonObject live, JsonObject applied, List<ManagerEntry> entries, Writer writer, WriteOptions options)
    {
        var reset = Reset(kind, options.Subresource);
        try
        {
            return FieldManager.Apply(live, applied, entries, writer, kind.Schema, reset, options.Force);
        }
        catch (ApplyConflictException e) when (LastApplied.Concerns(writer.Manager, live) && LastApplied.Allows(e, live, kind.Schema))
        {
            return FieldManager.Apply(live, applied, entries, writer, kind.Schema, reset, force: true);
        }
    }

    /// <summary>Gives a controller the fields its change sets; what it says of an object's status goes through that subresource.</summary>
    public void Own(Kind kind, JsonObject before, JsonObject after, string manager, string subresource)
    {
        var writer = new Writer(manager, subresource, kind.ApiVersion, cluster.Now());
        ManagedFields.Write(after, FieldManager.Update(before, after, ManagedFields.Read(before), writer, kind.Schema, Reset(kind, subresource)));
    }

    /// <summary>Sets the replicas of a workload through its scale subresource.</summary>
    public WriteResult Scale(Kind kind, string ns, string name, string[] path, Func<JsonObject, int> replicas, bool apply, WriteOptions options)
    {
        lock (Store.Gate)
        {
            var live = Existing(kind, ns, name);
            var next = Parse(kind, live);
            var wanted = replicas(Parse(kind, live));
            var at = next;
            foreach (var part in path[..^1]) at = Defaults.Under(at, part);
            var changed = (int?)at[path[^1]] != wanted;
            at[path[^1]] = wanted;
            var owned = ScaleOwnership.Track(ManagedFields.Read(next), FieldSet.Of([.. path.Select(PathElements.Field)]), Self(kind, options), apply, options.Force, changed);
            return Replace(kind, live, Parse(kind, live), Incoming.Read(kind, next, options), options, owned);
        }
    }

    private WriteResult Replace(Kind kind, StoredObject stored, JsonObject live, JsonObject next, WriteOptions options, List<ManagerEntry>? owned = null)
    {
        Incoming.CheckReplacement(kind, stored, next, options.Patching);
        Defaults.Set(kind, next);
        var fields = next["metadata"]?["managedFields"]?.DeepClone();
        var requested = ManagedFields.Read(next);
        var reset = IsReset(next);
        Incoming.KeepIdentity(kind, live, next, options.Subresource);
        var before = ManagedFields.Read(live);
        if (owned is null)
        {
            var start = requested.Count > 0 && fields is not null ? requested : before;
            owned = options.Internal ? before : reset || before.Count == 0 && requested.Count == 0 ? [] : Track(kind, live, next, start, options);
        }
        Strategy.OnUpdate(cluster, kind, live, next, options.Subresource);
        if (!options.Internal) Validation.Validate(cluster, kind, next, live, options.Subresource);
        if (options.User is { } user) Escalation.Check(cluster, user, kind, stored.Namespace, next);
        Incoming.Finish(kind, next);
        var meta = (JsonObject)next["metadata"]!;
        if (Strategy.HasGeneration(kind) && !Strategy.SameSpec(live, next, Strategy.HasStatus(kind))) meta["generation"] = ((long?)live["metadata"]!["generation"] ?? 0) + 1;
        ManagedFields.Write(next, owned);
        if (SameApartFromTimes(before, owned) && live["metadata"]!["managedFields"] is { } old) meta["managedFields"] = old.DeepClone();
        meta["resourceVersion"] = stored.ResourceVersion.ToString();
        if (JsonNode.DeepEquals(live, next)) return new(stored.Bytes, stored, false);
        if (options.DryRun) return new(StoredObject.WriteObject(next), null, false);
        if (stored.Deleting && Deletion.IsFinal(kind, next))
        {
            Store.Remove(stored);
            return new(StoredObject.WriteObject(next), null, false);
        }
        var result = Store.Put(cluster.StoredKind(kind), next);
        return new(result.Bytes, result, false);
    }

    private static JsonObject Parse(Kind kind, StoredObject stored) => CustomResources.Read(kind, stored.Parse());

    private StoredObject Existing(Kind kind, string ns, string name) => Store.Find(kind, ns, name) ?? throw KubeException.NotFound(kind, name);

    private List<ManagerEntry> Track(Kind kind, JsonObject live, JsonObject next, IReadOnlyList<ManagerEntry> entries, WriteOptions options) =>
        FieldManager.Update(live, next, entries, Self(kind, options), kind.Schema, Reset(kind, options.Subresource));

    private Writer Self(Kind kind, WriteOptions options) => new(options.Manager, options.Subresource, kind.ApiVersion, cluster.Now());

    /// <summary>Fields a writer of the object or of a subresource can't own.</summary>
    private static FieldSet Reset(Kind kind, string subresource) => subresource switch
    {
        "status" when kind.Custom is not null => kind.Schema.Fields.Keys.Where(f => f != "status").Select(f => FieldSet.Of("f:" + f)).Aggregate(FieldSet.Of("f:metadata"), (a, b) => a.Union(b)),
        "status" => FieldSet.Of("f:spec").Union(FieldSet.Of("f:metadata", "f:labels")),
        _ => Strategy.HasStatus(kind) ? StatusOnly : FieldSet.Empty,
    };

    private static bool IsReset(JsonObject o) =>
        o["metadata"]?["managedFields"] is JsonArray list && (list.Count == 0 || (list.Count == 1 && list[0] is JsonObject { Count: 0 }));

    private static bool SameApartFromTimes(List<ManagerEntry> a, List<ManagerEntry> b) =>
        a.Count == b.Count && a.All(x => b.Any(y => y.Identity == x.Identity && y.ApiVersion == x.ApiVersion && y.Fields.SameAs(x.Fields)));
}
