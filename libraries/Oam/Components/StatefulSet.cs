using Platform.Oam.Components.Pods;
using Platform.Oam.Definitions;
using Platform.Oam.Rendering;

namespace Platform.Oam.Components;

/// <summary>A service with state: a StatefulSet (without serviceName), and a Service for exposed ports.</summary>
internal static class StatefulSet
{
    public static ComponentDefinition Definition { get; } = new()
    {
        Name = "statefulset",
        Description = "A long-running service with state of its own, like a database.",
        Parameters = PodSchema.Container.With(PodSchema.Metadata).With(Ports.Schema)
            .With("args", PodSchema.Texts("Arguments of the command."))
            .With("hostAliases", PodSchema.HostAliases)
            .With("addRevisionLabel", PodSchema.RevisionLabel),
        Render = context => new(
            Json.Map(
                ("apiVersion", "apps/v1"),
                ("kind", "StatefulSet"),
                ("spec", Json.Map(
                    ("selector", PodTemplate.Selector(context)),
                    ("template", PodTemplate.Render(context, Ports.OfContainer(context.Parameters)))))),
            Ports.Service(context, "statefulsetsExpose") is { } service ? [service] : []),
    };
}
