using System.Text.Json.Nodes;

namespace Platform.Health;

/// <summary>Who set a live object's fields, as its managedFields say.</summary>
public static class FieldOwners
{
    /// <summary>Managers that have one of these fields now.</summary>
    public static IReadOnlyList<FieldOwner> Of(JsonObject live, IReadOnlyList<FieldPath> paths)
    {
        ArgumentNullException.ThrowIfNull(live);
        return [.. Entries(live).Where(e => e["fieldsV1"] is JsonObject fields && paths.Any(p => p.IsIn(fields))).Select(Owner).Distinct()];
    }

    /// <summary>Whoever else wrote last, status aside: who probably took away a field that nobody has now. Null where nobody is named.</summary>
    public static FieldOwner? LastWriter(JsonObject live, string but)
    {
        ArgumentNullException.ThrowIfNull(live);
        return Entries(live).Select(Owner).Where(o => o.Name != but && o.Subresource != "status").MaxBy(o => o.At);
    }

    private static IEnumerable<JsonObject> Entries(JsonObject live) => (live["metadata"]?["managedFields"] as JsonArray)?.OfType<JsonObject>() ?? [];

    private static FieldOwner Owner(JsonObject entry) => new(
        LiveObject.AsText(entry["manager"]) ?? "", LiveObject.AsText(entry["subresource"]),
        DateTimeOffset.TryParse(LiveObject.AsText(entry["time"]), System.Globalization.CultureInfo.InvariantCulture, out var at) ? at : default);
}
