using System.Text.Json.Nodes;

namespace Platform.Sandbox.Controllers;

/// <summary>The conditions in an object's status.</summary>
internal static class Conditions
{
    public static JsonObject? Condition(this JsonObject o, string type) => o["status"].List("conditions").FirstOrDefault(c => c.Text("type") == type);

    public static bool IsTrue(this JsonObject o, string type) => o.Condition(type).Text("status") == "True";

    /// <summary>Sets a condition where it is; its transition time moves with its status only.</summary>
    public static void SetCondition(this JsonObject o, string type, string status, string? reason, string? message, string now)
    {
        var condition = o.Condition(type);
        if (condition is null) All(o).Add((JsonNode)(condition = new JsonObject { ["type"] = type }));
        if (condition.Text("status") == status && condition.Text("reason") == reason && condition.Text("message") == message) return;
        var transition = condition.Text("status") == status ? condition.Text("lastTransitionTime") : null;
        condition["status"] = status;
        condition["lastTransitionTime"] = transition ?? now;
        if (reason is null) condition.Remove("reason");
        else condition["reason"] = reason;
        if (message is null) condition.Remove("message");
        else condition["message"] = message;
    }

    /// <summary>Sets a condition as the Deployment controller does: one that changes moves to the end; one of the same status and reason stays as it is unless it must be renewed.</summary>
    public static void MoveCondition(this JsonObject o, string type, string status, string reason, string message, string now, bool renew = false)
    {
        var before = o.Condition(type);
        if (!renew && before.Text("status") == status && before.Text("reason") == reason) return;
        o.RemoveCondition(type);
        All(o).Add((JsonNode)new JsonObject
        {
            ["type"] = type,
            ["status"] = status,
            ["lastUpdateTime"] = now,
            ["lastTransitionTime"] = before.Text("status") == status ? before.Text("lastTransitionTime") : now,
            ["reason"] = reason,
            ["message"] = message,
        });
    }

    public static void RemoveCondition(this JsonObject o, string type)
    {
        if (o["status"]?["conditions"] is not JsonArray list || o.Condition(type) is not { } condition) return;
        list.Remove(condition);
        if (list.Count == 0) o.Status().Remove("conditions");
    }

    private static JsonArray All(JsonObject o)
    {
        if (o.Status()["conditions"] is JsonArray list) return list;
        o.Status()["conditions"] = list = [];
        return list;
    }
}
