using System.Text.Json.Nodes;
using Platform.Oam.Definitions;
using Platform.Oam.Documents;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>Requests and limits of the first container; they replace the component's.</summary>
internal static class Resource
{
    private const SchemaTypes Amount = SchemaTypes.Text | SchemaTypes.Number;

    private static readonly Schema Amounts = Schema.Map()
        .With("cpu", Schema.Either(Amount, "CPUs.").Defaults(1))
        .With("memory", Schema.Text("Memory, e.g. 512Mi.").Defaults("2048Mi"));

    public static TraitDefinition Definition { get; } = new()
    {
        Name = "resource",
        Description = "CPU and memory, requested and as a limit.",
        Parameters = Amounts
            .With("requests", Amounts.About("What is requested."))
            .With("limits", Amounts.About("The limit.")),
        Apply = Apply,
    };

    private static void Apply(TraitContext context)
    {
        if (context.Workload.Require() is not { } workload) return;
        if (PodOf.Containers(workload)?.FirstOrDefault() is not JsonObject container)
        {
            context.Workload.Fault("the workload has no containers");
            return;
        }

        var p = context.Parameters;
        var both = p["requests"] is null && p["limits"] is null;
        var resources = Json.Map(("limits", Pair(both ? p : p["limits"])), ("requests", Pair(both ? p : p["requests"])));
        context.Workload.Replace(container, $"{PodOf.SpecPath(workload)}/containers/0", "resources", resources);
    }

    private static JsonObject? Pair(DocumentNode? amounts) =>
        amounts is null ? null : Json.Map(("cpu", Json.Copy(amounts, "cpu")), ("memory", Json.Copy(amounts, "memory")));
}
