using System.Text.Json.Nodes;
using Platform.Sandbox.Api;
using Platform.Sandbox.Apply;
using Platform.Sandbox.Controllers;
using Platform.Sandbox.Kinds;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Writing;

/// <summary>Checks and shapes what a request brings before it meets the store.</summary>
internal static class Incoming
{
    private static readonly string[] ServerOwned = ["uid", "creationTimestamp", "generation", "deletionTimestamp", "deletionGracePeriodSeconds", "namespace", "name", "selfLink"];

    /// <summary>Brings a body into its kind's shape, telling or refusing unknown fields as fieldValidation asks. Changes the body itself.</summary>
    public static JsonObject Read(Kind kind, JsonObject o, WriteOptions options)
    {
        var strictly = options.FieldValidation == "Strict";
        // A strict patch is told with all it would have made, unknown fields too.
        var asked = strictly && options.Patching ? (JsonObject)o.DeepClone() : o;
        var unknown = new List<string>();
        Decode(kind, o, unknown, options);
        var problems = options.Duplicates.Select(d => $"duplicate field \"{d}\"").Concat(unknown.Select(u => $"unknown field \"{u}\"")).ToList();
        if (problems.Count == 0) return o;
        var strict = $"strict decoding error: {string.Join(", ", problems)}";
        if (strictly && options.Patching) throw BadPatch(asked, strict);
        if (strictly) throw KubeException.BadRequest($"{kind.Name} in version \"{kind.Version}\" cannot be handled as a {kind.Name}: {strict}");
        if (options.FieldValidation == "Warn") options.Warnings.AddRange(problems);
        return o;
    }

    private static void Decode(Kind kind, JsonObject o, List<string> unknown, WriteOptions options)
    {
        try
        {
            if (kind.Custom is not null)
            {
                CustomResources.Prune(kind, o, unknown);
                return;
            }
            var fields = (o["metadata"] as JsonObject)?["managedFields"]?.DeepClone();
            new Decoder(unknown).Decode(o, kind.Schema);
            if (fields is JsonArray && o["metadata"] is JsonObject meta) meta["managedFields"] = fields;
        }
        catch (DecodeException e) when (options.Patching)
        {
            throw BadPatch(o, e.Message);
        }
        catch (DecodeException e)
        {
            throw KubeException.BadRequest($"{kind.Name} in version \"{kind.Version}\" cannot be handled as a {kind.Name}: {e.Message}");
        }
    }

    /// <summary>A patch whose result can't be read is told with that result.</summary>
    private static KubeException BadPatch(JsonObject result, string why)
    {
        var error = FieldError.Invalid("patch", System.Text.Encoding.UTF8.GetString(StoredObject.Write(result)), why);
        return new KubeException(422, "Invalid", $" \"\" is invalid: {error}", new JsonObject { ["causes"] = new JsonArray(error.ToCause()) });
    }

    /// <summary>An object of the kind with nothing in it, as ownership compares a new object against.</summary>
    public static JsonObject Empty(Kind kind)
    {
        var o = new JsonObject { ["apiVersion"] = kind.ApiVersion, ["kind"] = kind.Name };
        if (kind.Custom is null) Fill(o, kind.Schema);
        o["metadata"] = new JsonObject();
        return o;
    }

    private static void Fill(JsonObject o, Schema schema)
    {
        foreach (var (name, field) in schema.Fields)
        {
            if (field.Null) o[name] = null;
            if (!field.Always) continue;
            var below = new JsonObject();
            o[name] = below;
            Fill(below, field.Type);
        }
    }

    /// <summary>What is left to do to an object about to be stored: the envelope and its fields in the usual order.</summary>
    public static void Finish(Kind kind, JsonObject o)
    {
        if (kind.Custom is null)
        {
            new Decoder([]).Decode(o, kind.Schema);
        }
        o["apiVersion"] = kind.ApiVersion;
        o["kind"] = kind.Name;
    }

    public static void CheckNamespace(Kind kind, string ns, JsonObject o)
    {
        if ((string?)o["metadata"]?["resourceVersion"] is { Length: > 0 })
            throw KubeException.Internal("resourceVersion should not be set on objects to be created");
        if (kind.Namespaced && (string?)o["metadata"]?["namespace"] is { Length: > 0 } given && given != ns)
            throw KubeException.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
    }

    public static void CheckReplacement(Kind kind, StoredObject stored, JsonObject next, bool patching)
    {
        var meta = next["metadata"] as JsonObject;
        if ((string?)meta?["name"] is not { Length: > 0 } name)
            throw KubeException.BadRequest($"the name of the object ({stored.Name} based on URL) was undeterminable: name must be provided");
        if (name != stored.Name) throw KubeException.BadRequest($"the name of the object ({name}) does not match the name on the URL ({stored.Name})");
        if (kind.Namespaced && (string?)meta["namespace"] is { Length: > 0 } ns && ns != stored.Namespace)
            throw KubeException.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        if ((string?)meta["uid"] is { Length: > 0 } uid && uid != stored.Uid)
            throw patching ? KubeException.Invalid(kind, stored.Name, Validation.Twice(FieldError.Invalid("metadata.uid", uid, "field is immutable"))) : KubeException.Conflict(kind, stored.Name,
                $"StorageError: invalid object, Code: 4, Key: /registry/{kind.Plural}/{(kind.Namespaced ? stored.Namespace + "/" : "")}{stored.Name}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: {uid}, UID in object meta: {stored.Uid}");
        if ((string?)meta["resourceVersion"] is { Length: > 0 } version && version != "0" && version != stored.ResourceVersion.ToString())
            throw KubeException.Modified(kind, stored.Name);
        if (kind.Custom is not null && (string?)meta["resourceVersion"] is null or "")
            throw KubeException.Unversioned(kind, stored.Name);
    }

    /// <summary>What a write can't change keeps its value: identity, and status or spec depending on the subresource.</summary>
    public static void KeepIdentity(Kind kind, JsonObject live, JsonObject next, string subresource)
    {
        var was = (JsonObject)live["metadata"]!;
        if (subresource == "status")
        {
            foreach (var name in next.Select(p => p.Key).Where(k => k is not "status" and not "metadata").ToList()) next.Remove(name);
            foreach (var (name, value) in live)
                if (name is not "status" and not "metadata") next[name] = value?.DeepClone();
            next["metadata"] = was.DeepClone();
            return;
        }
        var meta = Defaults.Under(next, "metadata");
        foreach (var name in ServerOwned)
            if (was[name] is { } value) meta[name] = value.DeepClone();
            else meta.Remove(name);
        if (!Strategy.HasStatus(kind)) return;
        if (live["status"] is { } status) next["status"] = status.DeepClone();
        else next.Remove("status");
    }

    public static void CheckApplied(Kind kind, string ns, string name, JsonObject applied)
    {
        var version = applied.Text("apiVersion");
        if (version is null || applied.Text("kind") is not { } kindName)
            throw KubeException.BadRequest(version is null ? "invalid object type: /, Kind=" : "invalid object type");
        if (version != kind.ApiVersion || kindName != kind.Name)
            throw KubeException.BadRequest($"invalid object type: {GroupVersion(version)}, Kind={kindName}");
        Applicable(kind, applied);
        var meta = applied["metadata"] as JsonObject;
        if ((string?)meta?["name"] is not { Length: > 0 } given)
            throw KubeException.BadRequest($"the name of the object ({name} based on URL) was undeterminable: name must be provided");
        if (given != name)
            throw KubeException.BadRequest($"the name of the object ({given}) does not match the name on the URL ({name})");
        if (kind.Namespaced && (string?)meta?["namespace"] is { Length: > 0 } its && its != ns)
            throw KubeException.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        if (meta?["managedFields"] is JsonArray { Count: > 0 }) throw KubeException.BadRequest("metadata.managedFields must be nil");
    }

    public static void CheckIdentity(Kind kind, string name, StoredObject found, JsonObject applied)
    {
        var meta = applied["metadata"] as JsonObject;
        if ((string?)meta?["uid"] is { Length: > 0 } uid && uid != found.Uid) throw KubeException.Invalid(kind, name, Validation.Twice(FieldError.Invalid("metadata.uid", uid, "field is immutable")));
        if ((string?)meta?["resourceVersion"] is { Length: > 0 } version && version != found.ResourceVersion.ToString()) throw KubeException.Modified(kind, name);
    }

    private static string GroupVersion(string version) => version.Contains('/', StringComparison.Ordinal) ? version : "/" + version;

    /// <summary>The applied configuration, checked against the kind's type: unknown fields, wrong types and duplicate keys are refused.</summary>
    private static void Applicable(Kind kind, JsonObject applied)
    {
        if (TypedCheck.Check(applied, kind.Schema) is { } problem)
            throw KubeException.Internal($"failed to create typed patch object ({applied["metadata"].Text("namespace")}/{applied["metadata"].Text("name")}; {GroupVersion(kind.ApiVersion)}, Kind={kind.Name}): {problem}");
    }
}
