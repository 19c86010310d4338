using System.Text.Json.Nodes;
using Platform.Oam.Components.Pods;
using Platform.Oam.Definitions;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>Whether containers have started.</summary>
internal static class StartupProbe
{
    private static readonly Schema Fields = Probes.Schema("The probe.")
        .With("grpc", Schema.Map("Asks by gRPC.").Needs("port", Schema.Port()).With("service", Schema.Text()))
        .With("terminationGracePeriodSeconds", Schema.Whole("Time to stop after the probe has failed.", 0));

    public static TraitDefinition Definition { get; } = new()
    {
        Name = "startup-probe",
        Description = "Whether containers have started.",
        Parameters = PerContainer.Schema(Fields, "probes"),
        Apply = context => PerContainer.ForEach(
            context,
            target =>
            {
                var probe = (JsonObject)target.Setting.ToJson()!;
                probe.Remove("containerName");
                probe.Remove("probes");
                context.Workload.UnifyPods(Json.Map(("containers", new JsonArray(Json.Map(("name", target.Container["name"]!.ToString()), ("startupProbe", probe))))));
            },
            "probes"),
    };
}
