using Platform.Oam.Components.Pods;
using Platform.Oam.Definitions;
using Platform.Oam.Rendering;

namespace Platform.Oam.Components;

/// <summary>One pod on every node: a DaemonSet, and a Service for exposed ports, whose names never get a protocol's suffix.</summary>
internal static class Daemon
{
    public static ComponentDefinition Definition { get; } = new()
    {
        Name = "daemon",
        Description = "A service with one pod on every node.",
        Parameters = PodSchema.Container.With(PodSchema.Metadata).With(Ports.Schema)
            .With("hostAliases", PodSchema.HostAliases)
            .With("addRevisionLabel", PodSchema.RevisionLabel),
        Render = context => new(
            Json.Map(
                ("apiVersion", "apps/v1"),
                ("kind", "DaemonSet"),
                ("spec", Json.Map(
                    ("selector", PodTemplate.Selector(context)),
                    ("template", PodTemplate.Render(context, Ports.OfContainer(context.Parameters, suffix: false)))))),
            Ports.Service(context, "webserviceExpose", suffix: false) is { } service ? [service] : []),
    };
}
