using System.Text.Json.Nodes;
using Platform.Sandbox.Api;

namespace Platform.Sandbox.Patching;

/// <summary>RFC 7386.</summary>
internal static class MergePatch
{
    public static JsonObject Apply(JsonObject target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
            throw KubeException.BadRequest($"error decoding patch: json: cannot unmarshal {(patch is JsonArray ? "array" : "string")} into Go value of type map[string]interface {{}}");
        Merge(target, changes);
        return target;
    }

    private static void Merge(JsonObject target, JsonObject changes)
    {
        foreach (var (name, value) in changes)
        {
            if (value is null) target.Remove(name);
            else if (value is JsonObject below)
            {
                if (target[name] is not JsonObject into) target[name] = into = [];
                Merge(into, below);
            }
            else target[name] = value.DeepClone();
        }
    }
}
