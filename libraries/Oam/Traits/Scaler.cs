using System.Text.Json.Nodes;
using Platform.Oam.Definitions;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>Sets spec.replicas, whatever the component says (upstream's strategy retainKeys).</summary>
internal static class Scaler
{
    public static TraitDefinition Definition { get; } = new()
    {
        Name = "scaler",
        Description = "How many pods run.",
        Parameters = Schema.Map().With("replicas", Schema.Whole("How many.", 0).Defaults(1)),
        Apply = context =>
        {
            if (context.Workload.Require() is not { } workload) return;
            if (Json.Ensure(workload, "spec") is not { } spec)
            {
                context.Workload.Fault("the workload's spec isn't a map");
                return;
            }

            context.Workload.Replace(spec, "/spec", "replicas", JsonValue.Create(context.Parameters["replicas"]!.WholeNumber ?? 1));
        },
    };
}
