using System.Text.Json.Nodes;
using Platform.Oam.Definitions;
using Platform.Oam.Documents;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Components.Pods;

/// <summary>Ports of a container, and the Service for those that are exposed.</summary>
internal static class Ports
{
    public static Schema Schema { get; } = Schemas.Schema.Map()
        .With("port", Schemas.Schema.Port("Use ports instead.").Deprecated())
        .With("ports", Schemas.Schema.List(
            Schemas.Schema.Map()
                .Needs("port", Schemas.Schema.Port("Port of the service."))
                .With("containerPort", Schemas.Schema.Port("Port of the container; the same when left out."))
                .With("name", Schemas.Schema.Text("Name of the port."))
                .With("protocol", Protocol())
                .With("expose", Schemas.Schema.Flag("Makes a Service for it.").Defaults(false))
                .With("nodePort", Schemas.Schema.Port("Port of the nodes, with exposeType NodePort.")),
            "Ports traffic comes to."))
        .With("exposeType", Schemas.Schema.Text("Type of the Service.", "ClusterIP", "NodePort", "LoadBalancer").Defaults("ClusterIP"));

    public static Schema Protocol() => Schemas.Schema.Text("Protocol of the port.", "TCP", "UDP", "SCTP").Defaults("TCP");

    public static JsonArray OfContainer(DocumentNode parameters, bool suffix = true)
    {
        if (parameters["ports"] is null && parameters["port"] is { } single)
            return [Json.Map(("containerPort", single.ToJson()))];
        return Json.Each(parameters, "ports", port => Json.Map(
            ("containerPort", Target(port).ToJson()),
            ("name", NameOf(port, suffix)),
            ("protocol", Json.Copy(port, "protocol"))));
    }

    /// <summary>The Service for exposed ports; null when there are none.</summary>
    public static NamedObject? Service(ComponentContext context, string resource, bool suffix = true)
    {
        var type = context.Parameters["exposeType"]?.Text;
        var exposed = context.Parameters["ports"]?.Items.Where(port => port["expose"]?.Boolean == true).ToList() ?? [];
        if (exposed.Count == 0) return null;
        return new(resource, Services.Make(context.Name, Services.Selector(context.Name), type, Json.List(exposed.Select(port => Json.Map(
            ("name", NameOf(port, suffix)),
            ("nodePort", type == "NodePort" ? Json.Copy(port, "nodePort") : null),
            ("port", Json.Copy(port, "port")),
            ("protocol", Json.Copy(port, "protocol")),
            ("targetPort", Target(port).ToJson()))))));
    }

    private static DocumentNode Target(DocumentNode port) => port["containerPort"] ?? port["port"]!;

    private static JsonNode NameOf(DocumentNode port, bool suffix) =>
        port["name"]?.ToJson() ?? Services.PortName(Target(port), suffix ? port["protocol"]?.Text : null);
}
