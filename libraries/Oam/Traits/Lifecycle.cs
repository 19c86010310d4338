using Platform.Oam.Components.Pods;
using Platform.Oam.Definitions;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>What containers do after they start and before they stop; for every container of the pods.</summary>
internal static class Lifecycle
{
    private static readonly Schema Handler = Schema.Map()
        .With("exec", Schema.Map("Runs a command.").Needs("command", PodSchema.Texts("The command.")))
        .With("httpGet", Schema.Map("Asks by HTTP.")
            .With("path", Schema.Text()).Needs("port", Schema.Port()).With("host", Schema.Text())
            .With("scheme", Schema.Text(null, "HTTP", "HTTPS").Defaults("HTTP"))
            .With("httpHeaders", Schema.List(Schema.Map().Needs("name", Schema.Text()).Needs("value", Schema.Text()))))
        .With("tcpSocket", Schema.Map("Opens a connection.").Needs("port", Schema.Port()).With("host", Schema.Text()));

    public static TraitDefinition Definition { get; } = new()
    {
        Name = "lifecycle",
        Description = "What containers do after they start and before they stop.",
        Parameters = Schema.Map().With("postStart", Handler.About("When a container has started.")).With("preStop", Handler.About("Before a container is stopped.")),
        Apply = context =>
        {
            if (context.Workload.Require() is not { } workload) return;
            var p = context.Parameters;
            context.Workload.UnifyPods(Json.Map(("containers", Json.List(PodOf.ContainerNames(workload).Select(name => Json.Map(
                ("lifecycle", Json.Map(("postStart", Json.Copy(p, "postStart")), ("preStop", Json.Copy(p, "preStop")))),
                ("name", name)))))));
        },
    };
}
