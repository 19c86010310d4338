using System.Text.Json.Nodes;
using Platform.Oam.Components.Pods;
using Platform.Oam.Definitions;
using Platform.Oam.Documents;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>A Service for the component.</summary>
internal static class Expose
{
    public static TraitDefinition Definition { get; } = new()
    {
        Name = "expose",
        Description = "A Service for ports of the component.",
        Parameters = Schema.Map()
            .With("port", Schema.List(Schema.Port(), "Use ports instead.").Deprecated())
            .With("ports", Schema.List(
                Schema.Map()
                    .Needs("port", Schema.Port("The port."))
                    .With("name", Schema.Text("Its name."))
                    .With("protocol", Ports.Protocol())
                    .With("nodePort", Schema.Port("Port of the nodes, with type NodePort.")),
                "Ports of the Service."))
            .With("annotations", PodSchema.TextMap("Annotations of the Service."))
            .With("matchLabels", PodSchema.TextMap("Pods behind the Service; the component's when left out."))
            .With("type", Schema.Text("Type of the Service.", "ClusterIP", "NodePort", "LoadBalancer", "ExternalName").Defaults("ClusterIP"))
            .NeedsOneOf("ports", "port"),
        Apply = Apply,
    };

    private static void Apply(TraitContext context)
    {
        var p = context.Parameters;
        var selector = Json.Copy(p, "matchLabels") ?? Services.Selector(context.Component);
        var service = Services.Make(context.Component, selector, p["type"]?.Text, p["ports"] is null ? Plain(p) : Named(p));
        service["metadata"]!["annotations"] = Json.Copy(p, "annotations") ?? new JsonObject();
        context.Output("service", service);
    }

    private static JsonArray Plain(DocumentNode p) => Json.Each(p, "port", port => Json.Map(
        ("name", Services.PortName(port, null)), ("port", port.ToJson()), ("targetPort", port.ToJson())));

    private static JsonArray Named(DocumentNode p) => Json.Each(p, "ports", port => Json.Map(
        ("name", Json.Copy(port, "name") ?? Services.PortName(port["port"]!, port["protocol"]?.Text)),
        ("nodePort", p["type"]?.Text == "NodePort" ? Json.Copy(port, "nodePort") : null),
        ("port", Json.Copy(port, "port")),
        ("protocol", Json.Copy(port, "protocol")),
        ("targetPort", Json.Copy(port, "port"))));
}
