using System.Text;
using System.Text.Json.Nodes;
using Platform.Sandbox.Apply;

namespace Platform.Sandbox.Api;

/// <summary>Words the conflicts of an apply.</summary>
internal static class Conflicts
{
    public static KubeException Of(ApplyConflictException exception)
    {
        var all = exception.Conflicts.SelectMany(c => c.Fields.Paths().Select(p => (Manager: c.Owner.Display, Field: p))).ToList();
        var causes = new JsonArray([.. all.Select(c => (JsonNode)new JsonObject { ["reason"] = "FieldManagerConflict", ["message"] = $"conflict with {c.Manager}", ["field"] = c.Field })]);
        var message = all.Count == 1
            ? $"Apply failed with 1 conflict: conflict with {all[0].Manager}: {all[0].Field}"
            : $"Apply failed with {all.Count} conflicts: {Grouped(all)}";
        return new KubeException(409, "Conflict", message, new JsonObject { ["causes"] = causes });
    }

    private static string Grouped(List<(string Manager, string Field)> all)
    {
        var text = new StringBuilder();
        foreach (var group in all.GroupBy(c => c.Manager).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            if (text.Length > 0) text.Append('\n');
            text.Append($"conflicts with {group.Key}:");
            foreach (var (_, field) in group) text.Append("\n- ").Append(field);
        }
        return text.ToString();
    }
}
