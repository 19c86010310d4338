using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>Web traffic from outside to a Service that exists already; the older name of a gateway without a Service of its own.</summary>
internal static class PureIngress
{
    public static TraitDefinition Definition { get; } = new()
    {
        Name = "pure-ingress",
        Description = "An Ingress to the Service that is named after the component. Use gateway instead.",
        Parameters = Schema.Map()
            .Needs("domain", Schema.Text("Host name."))
            .Needs("http", Schema.MapOf(Schema.Port(), "Paths, and the port each leads to.")),
        Apply = context => context.Output("ingress", Gateway.Ingress(context, "", context.Component)),
    };
}
