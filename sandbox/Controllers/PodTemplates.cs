using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>Objects made for an owner.</summary>
internal static class PodTemplates
{
    /// <summary>A Pod made from a template, owned by the workload.</summary>
    public static JsonObject Pod(StoredObject owner, JsonNode template, string? name = null)
    {
        var from = template["metadata"] as JsonObject;
        var meta = new JsonObject();
        if (name is null) meta["generateName"] = owner.Name + "-";
        else meta["name"] = name;
        if (from?["labels"] is { } labels) meta["labels"] = labels.DeepClone();
        if (from?["annotations"] is { } annotations) meta["annotations"] = annotations.DeepClone();
        if (from?["finalizers"] is { } finalizers) meta["finalizers"] = finalizers.DeepClone();
        meta["ownerReferences"] = OwnedBy(owner);
        return new JsonObject { ["metadata"] = meta, ["spec"] = template["spec"]!.DeepClone() };
    }

    public static JsonArray OwnedBy(StoredObject owner) => new(Reference(owner));

    public static JsonObject Reference(StoredObject owner, bool controls = true)
    {
        var reference = new JsonObject { ["apiVersion"] = owner.Kind.ApiVersion, ["kind"] = owner.Kind.Name, ["name"] = owner.Name, ["uid"] = owner.Uid };
        if (controls) (reference["controller"], reference["blockOwnerDeletion"]) = (true, true);
        return reference;
    }
}
