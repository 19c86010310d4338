using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Sandbox.Kinds;

namespace Platform.Sandbox.Apply;

/// <summary>
/// The way from client-side to server-side apply: for the manager called `kubectl`, what the last-applied annotation of an object
/// still agrees with isn't a conflict, and the annotation follows what is applied.
/// </summary>
internal static class LastApplied
{
    public const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";
    private const string Manager = "kubectl";

    public static bool Concerns(string manager, JsonObject live) => manager == Manager && Of(live) is not null;

    /// <summary>All conflicts are with fields that still have the value of the last client-side apply.</summary>
    public static bool Allows(ApplyConflictException exception, JsonObject live, Schema schema)
    {
        if (JsonNode.Parse(Of(live)!) is not JsonObject last) return false;
        var change = Comparison.Of(last, live, schema);
        var same = FieldSets.Of(last, schema).Except(change.Modified.Union(change.Added).Union(change.Removed));
        return exception.Conflicts.All(c => c.Fields.Except(same).IsEmpty);
    }

    public static void Write(JsonObject next, JsonObject applied)
    {
        var text = Encoding.UTF8.GetString(Store.ObjectText.Sorted(applied)) + "\n";
        Defaults.Under(Defaults.Under(next, "metadata"), "annotations")[Annotation] = text;
    }

    private static string? Of(JsonObject live)
    {
        var text = (string?)live["metadata"]?["annotations"]?[Annotation];
        if (text is null) return null;
        try
        {
            using var _ = JsonDocument.Parse(text);
            return text;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
