using System.Text.Json.Nodes;

namespace Platform.Sandbox.Apply;

/// <summary>An entry of metadata.managedFields.</summary>
internal sealed record ManagerEntry(string Manager, string Operation, string ApiVersion, string Subresource, FieldSet Fields, string? Time)
{
    public bool Applied => Operation == "Apply";

    /// <summary>Entries with the same identity are one manager.</summary>
    public (string, string, string, string) Identity => (Manager, Operation, Applied ? "" : ApiVersion, Subresource);

    /// <summary>How conflict messages name this manager.</summary>
    public string Display
    {
        get
        {
            var text = $"\"{Manager}\"";
            if (Subresource.Length > 0) text += $" with subresource \"{Subresource}\"";
            if (!Applied) text += $" using {ApiVersion}";
            return text;
        }
    }
}

/// <summary>Reading and writing metadata.managedFields.</summary>
internal static class ManagedFields
{
    public static List<ManagerEntry> Read(JsonObject json)
    {
        var entries = new List<ManagerEntry>();
        if (json["metadata"]?["managedFields"] is not JsonArray list) return entries;
        foreach (var item in list.OfType<JsonObject>())
            entries.Add(new ManagerEntry(
                (string?)item["manager"] ?? "",
                (string?)item["operation"] ?? "Update",
                (string?)item["apiVersion"] ?? "",
                (string?)item["subresource"] ?? "",
                item["fieldsV1"] is JsonObject fields ? FieldSet.FromJson(fields) : FieldSet.Empty,
                (string?)item["time"]));
        return entries;
    }

    /// <summary>Writes entries in the server's order: operation, time (none first), manager, version, subresource.</summary>
    public static void Write(JsonObject json, IEnumerable<ManagerEntry> entries)
    {
        var list = new JsonArray();
        var sorted = entries.OrderBy(e => e.Operation, StringComparer.Ordinal).ThenBy(e => e.Time, StringComparer.Ordinal)
            .ThenBy(e => e.Manager, StringComparer.Ordinal).ThenBy(e => e.ApiVersion, StringComparer.Ordinal).ThenBy(e => e.Subresource, StringComparer.Ordinal);
        foreach (var entry in sorted) list.Add((JsonNode)Write(entry));
        var meta = (JsonObject)json["metadata"]!;
        if (list.Count == 0) meta.Remove("managedFields");
        else meta["managedFields"] = list;
    }

    private static JsonObject Write(ManagerEntry entry)
    {
        var item = new JsonObject { ["manager"] = entry.Manager, ["operation"] = entry.Operation, ["apiVersion"] = entry.ApiVersion };
        if (entry.Time is not null) item["time"] = entry.Time;
        item["fieldsType"] = "FieldsV1";
        item["fieldsV1"] = entry.Fields.ToJson();
        if (entry.Subresource.Length > 0) item["subresource"] = entry.Subresource;
        return item;
    }
}
