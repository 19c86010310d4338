using System.Text.Json.Nodes;

namespace Platform.Local.Delivery;

/// <summary>Reading answers without ceremony.</summary>
internal static class JsonReading
{
    /// <summary>The objects of a list; none where there is no list.</summary>
    public static IEnumerable<JsonObject> Items(this JsonObject of, string list) => of[list]?.AsArray().Select(item => item!.AsObject()) ?? [];

    /// <summary>A value as text; null where there is none.</summary>
    public static string? Text(this JsonObject of, string name) => of[name]?.ToString();
}
