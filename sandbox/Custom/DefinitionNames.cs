using System.Text.Json.Nodes;

namespace Platform.Sandbox.Kinds;

/// <summary>Which names of a CustomResourceDefinition are free in its group.</summary>
internal static class DefinitionNames
{
    /// <summary>The names that are free, and of those that aren't the last conflict's reason and message (null without one).</summary>
    public static (JsonObject Accepted, string? Reason, string? Message) Accept(JsonObject names, IReadOnlyList<JsonObject> others)
    {
        var accepted = new JsonObject { ["plural"] = "", ["kind"] = "" };
        (string Reason, string Message)? conflict = null;

        void Take(string field, string reason, params string[] against)
        {
            if ((string?)names[field] is not { Length: > 0 } name) return;
            if (others.Any(o => against.Any(a => Has(o, a, name)))) conflict = (reason, $"\"{name}\" is already in use");
            else accepted[field] = name;
        }

        string[] resources = ["plural", "singular", "shortNames"];
        string[] kinds = ["kind", "listKind"];
        Take("plural", "PluralConflict", resources);
        Take("singular", "SingularConflict", resources);
        var shortNames = (names["shortNames"] as JsonArray ?? []).Select(s => (string)s!).ToList();
        if (shortNames.FirstOrDefault(s => others.Any(o => resources.Any(r => Has(o, r, s)))) is { } taken) conflict = ("ShortNamesConflict", $"\"{taken}\" is already in use");
        else if (shortNames.Count > 0) accepted["shortNames"] = names["shortNames"]!.DeepClone();
        Take("kind", "KindConflict", kinds);
        Take("listKind", "ListKindConflict", kinds);
        if (names["categories"] is JsonArray { Count: > 0 } categories) accepted["categories"] = categories.DeepClone();
        return (accepted, conflict?.Reason, conflict?.Message);
    }

    private static bool Has(JsonObject names, string field, string name) =>
        names[field] is JsonArray list ? list.Any(n => (string?)n == name) : (string?)names[field] == name;
}
