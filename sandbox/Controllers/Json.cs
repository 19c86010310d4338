using System.Text.Json.Nodes;

namespace Platform.Sandbox.Controllers;

/// <summary>Reading the parts of objects that controllers look at.</summary>
internal static class Json
{
    public static JsonObject Spec(this JsonObject o) => (JsonObject)o["spec"]!;

    public static JsonObject Meta(this JsonObject o) => (JsonObject)o["metadata"]!;

    public static int Int(this JsonNode? o, string field, int otherwise = 0) => (int?)(o as JsonObject)?[field] ?? otherwise;

    public static string? Text(this JsonNode? o, string field) => (o as JsonObject)?[field] is JsonValue v && v.TryGetValue<string>(out var text) ? text : null;

    public static JsonObject Status(this JsonObject o)
    {
        if (o["status"] is JsonObject status) return status;
        o["status"] = status = [];
        return status;
    }

    /// <summary>Sets a number as Go's omitempty writes it: zero is absent.</summary>
    public static void Count(this JsonObject status, string field, int value)
    {
        if (value == 0) status.Remove(field);
        else status[field] = value;
    }

    public static bool IsReady(this JsonObject pod) => pod.Condition("Ready")?.Text("status") == "True";

    public static JsonObject? Condition(this JsonObject o, string type) =>
        (o["status"]?["conditions"] as JsonArray ?? []).OfType<JsonObject>().FirstOrDefault(c => c.Text("type") == type);

    /// <summary>Sets a condition; its transition time moves with its status only.</summary>
    public static void SetCondition(this JsonObject o, string type, string status, string reason, string message, string now, bool updateTime = false)
    {
        if (o.Status()["conditions"] is not JsonArray list) o.Status()["conditions"] = list = [];
        var condition = list.OfType<JsonObject>().FirstOrDefault(c => c.Text("type") == type);
        if (condition is null) list.Add((JsonNode)(condition = new JsonObject { ["type"] = type }));
        if (condition.Text("status") == status && condition.Text("reason") == reason && condition.Text("message") == message) return;
        var transition = condition.Text("status") == status ? condition.Text("lastTransitionTime") : null;
        condition["status"] = status;
        if (updateTime) condition["lastUpdateTime"] = now;
        condition["lastTransitionTime"] = transition ?? now;
        condition["reason"] = reason;
        condition["message"] = message;
    }

    /// <summary>A hash that doesn't depend on the order of fields.</summary>
    public static string Hash(JsonNode? node) => Writing.Names.Encode(Writing.Names.Hash(Store.StoredObject.Write(Sorted(node) ?? new JsonObject())));

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
