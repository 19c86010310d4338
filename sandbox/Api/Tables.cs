using System.Globalization;
using System.Text.Json.Nodes;

namespace Platform.Sandbox.Api;

/// <summary>The Table form, which `kubectl get` shows.</summary>
internal static class Tables
{
    public static JsonObject Of(ApiCall call, IReadOnlyList<JsonObject> objects, JsonObject? listMeta)
    {
        var columns = TableColumns.Of(call.Kind);
        var include = call.Query("includeObject") ?? "Metadata";
        var rows = new JsonArray();
        foreach (var o in objects)
        {
            var row = new JsonObject { ["cells"] = new JsonArray([.. columns.Select(c => c.Value(o, call.Cluster.Time.GetUtcNow()))]) };
            if (include == "Object") row["object"] = o.DeepClone();
            else if (include != "None") row["object"] = Reads.Partial(o);
            rows.Add((JsonNode)row);
        }
        var meta = listMeta?.DeepClone() ?? new JsonObject { ["resourceVersion"] = objects[0]["metadata"]?["resourceVersion"]?.DeepClone() };
        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = meta,
            ["columnDefinitions"] = new JsonArray([.. columns.Select(c => (JsonNode)c.Definition())]),
            ["rows"] = rows,
        };
    }

    /// <summary>An age as kubectl writes it: `5s`, `3m10s`, `2h`, `4d`.</summary>
    public static string Age(JsonNode? time, DateTimeOffset now)
    {
        if ((string?)time is not { } text || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)) return "<unknown>";
        var age = now - at;
        if (age < TimeSpan.Zero) return "0s";
        if (age < TimeSpan.FromMinutes(2)) return $"{(int)age.TotalSeconds}s";
        if (age < TimeSpan.FromMinutes(10)) return age.Seconds == 0 ? $"{(int)age.TotalMinutes}m" : $"{(int)age.TotalMinutes}m{age.Seconds}s";
        if (age < TimeSpan.FromHours(3)) return $"{(int)age.TotalMinutes}m";
        if (age < TimeSpan.FromHours(8)) return age.Minutes == 0 ? $"{(int)age.TotalHours}h" : $"{(int)age.TotalHours}h{age.Minutes}m";
        return age < TimeSpan.FromDays(2) ? $"{(int)age.TotalHours}h" : $"{(int)age.TotalDays}d";
    }
}
