using System.Globalization;
using System.Text.Json.Nodes;

namespace Platform.Cli.Output;

/// <summary>Reads what a server says without insisting on more than is needed: a newer server may say more, an older one less.</summary>
internal static class JsonReading
{
    /// <summary>The member as text; null when it is absent, null or not a value.</summary>
    public static string? Text(this JsonNode? node, string name) =>
        (node as JsonObject)?[name] is JsonValue value ? value.ToString() : null;

    public static bool? Flag(this JsonNode? node, string name) =>
        (node as JsonObject)?[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    public static JsonNode? Member(this JsonNode? node, string name) => (node as JsonObject)?[name];

    public static IEnumerable<JsonObject> Items(this JsonNode? node, string name) =>
        ((node as JsonObject)?[name] as JsonArray)?.OfType<JsonObject>() ?? [];

    /// <summary>A list of values as <c>a,b</c>.</summary>
    public static string Values(this JsonNode? node, string name) => string.Join(',', ((node as JsonObject)?[name] as JsonArray)?.Select(x => $"{x}") ?? []);

    /// <summary>Pairs as <c>a=1,b=2</c>.</summary>
    public static string Pairs(this JsonNode? node, string name) =>
        string.Join(',', ((node as JsonObject)?[name] as JsonObject)?.Select(x => $"{x.Key}={x.Value}") ?? []);

    /// <summary>A moment as UTC to the second, e.g. <c>2026-01-31 08:15:00Z</c>.</summary>
    public static string? Time(this JsonNode? node, string name) =>
        DateTimeOffset.TryParse(node.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : node.Text(name);

    /// <summary>The first twelve characters of a digest: enough to compare by eye.</summary>
    public static string? Digest(this JsonNode? node, string name) =>
        node.Text(name) is not { } digest ? null
        : digest.StartsWith("sha256:", StringComparison.Ordinal) && digest.Length > 19 ? digest[..19]
        : digest;
}
