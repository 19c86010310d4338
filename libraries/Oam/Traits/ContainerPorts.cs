using System.Text.Json.Nodes;
using Platform.Oam.Components.Pods;
using Platform.Oam.Definitions;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>Ports of containers.</summary>
internal static class ContainerPorts
{
    private static readonly Schema Fields = Schema.Map().With("ports", Schema.List(
        Schema.Map()
            .Needs("containerPort", Schema.Port("Port of the container."))
            .With("protocol", Ports.Protocol())
            .With("hostPort", Schema.Port("Port of the node."))
            .With("hostIP", Schema.Text("Address of the node.")),
        "The ports."));

    public static TraitDefinition Definition { get; } = new()
    {
        Name = "container-ports",
        Description = "Ports of containers.",
        Parameters = PerContainer.Schema(Fields),
        Apply = context => PerContainer.ForEach(context, target => Apply(context, target)),
    };

    /// <summary>A port that is there already (same number and protocol) gets what is new.</summary>
    private static void Apply(TraitContext context, ContainerTarget target)
    {
        var ports = target.Container["ports"]?.DeepClone() as JsonArray ?? [];
        foreach (var port in target.Setting["ports"]?.Items ?? [])
        {
            var wanted = (JsonObject)port.ToJson()!;
            var there = ports.OfType<JsonObject>().FirstOrDefault(other => IsSame(other, wanted));
            if (there is null)
            {
                wanted["name"] = Services.PortName(port["containerPort"]!, port["protocol"]?.Text);
                ports.Add(wanted);
            }
            else
            {
                WorkloadPatch.Merge(there, wanted);
            }
        }

        if (ports.Count > 0) context.Workload.Replace(target.Container, target.Path, "ports", ports);
    }

    private static bool IsSame(JsonObject a, JsonObject b) =>
        JsonNode.DeepEquals(a["containerPort"], b["containerPort"]) && (a["protocol"]?.ToString() ?? "TCP") == (b["protocol"]?.ToString() ?? "TCP");
}
