using Platform.Oam.Schemas;

namespace Platform.Oam.Components.Pods;

/// <summary>Health probes of containers; they are rendered as given, with Kubernetes' defaults written out.</summary>
internal static class Probes
{
    public static Schema Schema(string description) => Schemas.Schema.Map(description)
        .With("exec", Schemas.Schema.Map("Runs a command in the container.").Needs("command", PodSchema.Texts("The command.")))
        .With("httpGet", Schemas.Schema.Map("Asks by HTTP.")
            .With("path", Schemas.Schema.Text())
            .Needs("port", Schemas.Schema.Port())
            .With("host", Schemas.Schema.Text())
            .With("scheme", Schemas.Schema.Text())
            .With("httpHeaders", Schemas.Schema.List(
                Schemas.Schema.Map().Needs("name", Schemas.Schema.Text()).Needs("value", Schemas.Schema.Text()))))
        .With("tcpSocket", Schemas.Schema.Map("Opens a connection.").Needs("port", Schemas.Schema.Port()))
        .With("initialDelaySeconds", Schemas.Schema.Whole("Before the first probe.", 0).Defaults(0))
        .With("periodSeconds", Schemas.Schema.Whole("Between probes.", 1).Defaults(10))
        .With("timeoutSeconds", Schemas.Schema.Whole("Until a probe has failed.", 1).Defaults(1))
        .With("successThreshold", Schemas.Schema.Whole("Successes in a row.", 1).Defaults(1))
        .With("failureThreshold", Schemas.Schema.Whole("Failures in a row.", 1).Defaults(3));
}
