using System.Text.Json.Nodes;

namespace Platform.Sandbox.Controllers;

/// <summary>Reading and writing the parts of objects that controllers look at.</summary>
internal static class Json
{
    public static JsonObject Spec(this JsonObject o) => Kinds.Defaults.Under(o, "spec");

    public static JsonObject Meta(this JsonObject o) => (JsonObject)o["metadata"]!;

    public static JsonObject Status(this JsonObject o) => Kinds.Defaults.Under(o, "status");

    public static int Int(this JsonNode? o, string field, int otherwise = 0) => (int?)(o as JsonObject)?[field] ?? otherwise;

    public static bool Flag(this JsonNode? o, string field) => (bool?)(o as JsonObject)?[field] == true;

    public static string? Text(this JsonNode? o, string field) => (o as JsonObject)?[field] is JsonValue v && v.TryGetValue<string>(out var text) ? text : null;

    public static DateTimeOffset? Time(this JsonNode? o, string field) =>
        o.Text(field) is { } text && DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    public static IEnumerable<JsonObject> List(this JsonNode? o, string field) => ((o as JsonObject)?[field] as JsonArray ?? []).OfType<JsonObject>();

    public static string? Annotation(this JsonObject o, string name) => o.Meta()["annotations"].Text(name);

    public static void Annotate(this JsonObject o, string name, string value) => Kinds.Defaults.Under(o.Meta(), "annotations")[name] = value;

    public static string? Label(this JsonObject o, string name) => o.Meta()["labels"].Text(name);

    /// <summary>Sets a number as Go's omitempty writes it: zero is absent.</summary>
    public static void Count(this JsonObject status, string field, int value)
    {
        if (value == 0) status.Remove(field);
        else status[field] = value;
    }

    public static void RemoveFinalizer(this JsonObject o, string finalizer)
    {
        if (o.Meta()["finalizers"] is not JsonArray list) return;
        var left = list.Where(f => (string?)f != finalizer).Select(f => f!.DeepClone()).ToArray();
        if (left.Length == 0) o.Meta().Remove("finalizers");
        else o.Meta()["finalizers"] = new JsonArray(left);
    }

    /// <summary>A number, or a share in percent of one; the default where there is nothing.</summary>
    public static int Share(JsonNode? value, int of, bool up, string otherwise)
    {
        var text = value?.ToString() ?? otherwise;
        if (!text.EndsWith('%')) return int.TryParse(text, out var number) ? number : 0;
        if (!int.TryParse(text[..^1], out var percent)) return 0;
        return (int)(up ? Math.Ceiling(of * percent / 100.0) : Math.Floor(of * percent / 100.0));
    }

    /// <summary>A hash that doesn't depend on the order of fields.</summary>
    public static string Hash(JsonNode? node) => Writing.Names.Encode(Writing.Names.Hash(Store.ObjectText.Sorted(node ?? new JsonObject())));
}
