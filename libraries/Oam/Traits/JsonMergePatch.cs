using System.Text.Json.Nodes;
using Platform.Oam.Definitions;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>Any change to the workload, as a JSON merge patch (RFC 7396).</summary>
internal static class JsonMergePatch
{
    public static TraitDefinition Definition { get; } = new()
    {
        Name = "json-merge-patch",
        Description = "A JSON merge patch of the workload.",
        Parameters = Schema.MapOf(Schema.Anything().OrNull(), "The patch."),
        Apply = context =>
        {
            if (context.Workload.Require() is { } workload) WorkloadPatch.Merge(workload, (JsonObject)context.Parameters.ToJson()!);
        },
    };
}
