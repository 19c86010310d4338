using System.Text.Json.Nodes;
using Platform.Oam.Components.Pods;
using Platform.Oam.Definitions;
using Platform.Oam.Documents;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>Web traffic from outside: an Ingress, and the Service it leads to unless one is named.</summary>
internal static class Gateway
{
    public static TraitDefinition Definition { get; } = new()
    {
        Name = "gateway",
        Description = "Lets web traffic in from outside the cluster.",
        Parameters = Schema.Map()
            .With("domain", Schema.Text("Host name."))
            .Needs("http", Schema.MapOf(Schema.Port(), "Paths, and the port each leads to."))
            .With("class", Schema.Text("Class of the ingress.").Defaults("nginx"))
            .With("classInSpec", Schema.Flag("Class in spec.ingressClassName, not in an annotation.").Defaults(false))
            .With("secretName", Schema.Text("Secret with the certificate, for TLS."))
            .With("gatewayHost", Schema.Text("Host of the ingress controller."))
            .With("name", Schema.Text("Tells several gateways of a component apart."))
            .With("pathType", Schema.Text("How paths match.", "ImplementationSpecific", "Prefix", "Exact").Defaults("ImplementationSpecific"))
            .With("annotations", PodSchema.TextMap("Annotations of the ingress."))
            .With("labels", PodSchema.TextMap("Labels of the ingress."))
            .With("existingServiceName", Schema.Text("A Service that exists already.")),
        Apply = Apply,
    };

    private static void Apply(TraitContext context)
    {
        var p = context.Parameters;
        var suffix = p["name"]?.Text is { Length: > 0 } name ? $"-{name}" : "";
        var service = p["existingServiceName"]?.Text ?? context.Component + suffix;
        context.Output($"ingress{suffix}", Ingress(context, suffix, service));
        if (p["existingServiceName"] is not null) return;
        var ports = p["http"]!.Members.Select(path => path.Value).DistinctBy(port => port.WholeNumber).Select(port => Json.Map(
            ("name", Services.PortName(port, null)), ("port", port.ToJson()), ("targetPort", port.ToJson())));
        context.Output($"service{suffix}", Services.Make(service, Services.Selector(context.Component), null, Json.List(ports)));
    }

    /// <summary>The Ingress of the parameters, which leads to that Service.</summary>
    public static JsonObject Ingress(TraitContext context, string suffix, string service)
    {
        var p = context.Parameters;
        return Json.Map(
            ("apiVersion", "networking.k8s.io/v1"),
            ("kind", "Ingress"),
            ("metadata", Json.Map(("annotations", AnnotationsOf(p)), ("labels", Json.Copy(p, "labels")), ("name", context.Component + suffix))),
            ("spec", Json.Map(
                ("ingressClassName", InSpec(p) ? Json.Copy(p, "class") : null),
                ("rules", new JsonArray(Json.Map(("host", Json.Copy(p, "domain")), ("http", Json.Map(("paths", Paths(p, service))))))),
                ("tls", Tls(p)))));
    }

    private static bool InSpec(DocumentNode p) => p["classInSpec"]?.Boolean == true;

    private static JsonObject? AnnotationsOf(DocumentNode p)
    {
        var annotations = Json.Map(
            ("kubernetes.io/ingress.class", InSpec(p) ? null : Json.Copy(p, "class")),
            ("ingress.controller/host", Json.Copy(p, "gatewayHost")));
        foreach (var member in p["annotations"]?.Members ?? []) annotations[member.Name] = member.Value.ToJson();
        return annotations.Count > 0 ? annotations : null;
    }

    private static JsonArray Paths(DocumentNode p, string service) => Json.List(p["http"]!.Members.Select(path => Json.Map(
        ("backend", Json.Map(("service", Json.Map(("name", service), ("port", Json.Map(("number", path.Value.ToJson()))))))),
        ("path", path.Name),
        ("pathType", Json.Copy(p, "pathType") ?? "ImplementationSpecific"))));

    private static JsonArray? Tls(DocumentNode p) => p["secretName"] is { } secret
        ? [Json.Map(("hosts", p["domain"] is { } host ? new JsonArray(host.ToJson()) : null), ("secretName", secret.ToJson()))]
        : null;
}
