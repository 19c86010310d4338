using System.Text.Json.Nodes;
using Platform.Oam.Definitions;
using Platform.Oam.Rendering;

namespace Platform.Oam.Traits;

/// <summary>Labels or annotations onto the workload and its templates, as a JSON merge patch: null deletes.</summary>
internal static class MetadataPatch
{
    public static void Apply(TraitContext context, string field, params ReadOnlySpan<string[]> templates)
    {
        if (context.Workload.Require() is not { } workload) return;
        Apply(context, workload, field);
        foreach (var path in templates)
        {
            if (Json.Find(workload, path) is JsonObject template) Apply(context, template, field);
        }
    }

    private static void Apply(TraitContext context, JsonObject owner, string field)
    {
        if (Json.Ensure(owner, "metadata", field) is not { } target)
        {
            context.Workload.Fault($"the workload's metadata.{field} isn't a map");
            return;
        }

        foreach (var member in context.Parameters.Members)
        {
            if (member.Value.Text is { } value) target[member.Name] = value;
            else target.Remove(member.Name);
        }

        if (target.Count == 0) ((JsonObject)owner["metadata"]!).Remove(field);
    }
}
