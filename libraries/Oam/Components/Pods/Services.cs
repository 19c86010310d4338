using System.Text.Json.Nodes;
using Platform.Oam.Documents;
using Platform.Oam.Rendering;

namespace Platform.Oam.Components.Pods;

/// <summary>Services before the pods of a component.</summary>
internal static class Services
{
    public static JsonObject Make(string name, JsonNode selector, string? type, JsonArray ports) => Json.Map(
        ("apiVersion", "v1"),
        ("kind", "Service"),
        ("metadata", Json.Map(("name", name))),
        ("spec", Json.Map(("ports", ports), ("selector", selector), ("type", type))));

    public static JsonObject Selector(string component) => Json.Map((WellKnown.AppComponent, component));

    /// <summary><c>port-8080</c>, <c>port-53-udp</c>.</summary>
    public static string PortName(DocumentNode port, string? protocol) =>
        protocol is null or "TCP" ? $"port-{port.WholeNumber}" : $"port-{port.WholeNumber}-{protocol.ToLowerInvariant()}";
}
