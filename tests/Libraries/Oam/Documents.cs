using Platform.Oam;
using Shouldly;

namespace Platform.Libraries.Tests.Oam;

/// <summary>Applications for tests, in as few lines as they need.</summary>
internal static class Documents
{
    public static readonly ClusterFacts East = new()
    {
        Name = "east-1",
        Labels = new Dictionary<string, string> { ["region"] = "east", ["topology.kubernetes.io/zone"] = "e1" },
        Params = new() { ["replicas"] = 4, ["hosts"] = new System.Text.Json.Nodes.JsonArray("a", "b"), ["debug"] = true },
        IsDefault = true,
    };

    public static readonly ClusterFacts West = new() { Name = "west-1", Labels = new Dictionary<string, string> { ["region"] = "west" } };

    /// <summary>An application with this under <c>spec</c>, indented by two.</summary>
    public static string Text(string spec, string metadata = "") => $"""
        apiVersion: core.oam.dev/v1beta1
        kind: Application
        metadata:
          name: shop
        {metadata}
        spec:
        {spec}
        """;

    /// <summary>An application with one webservice <c>web</c>, and more under the component, indented by four.</summary>
    public static string Web(string more = "", string rest = "") => Text($"""
          components:
          - name: web
            type: webservice
        {(more.TrimStart().StartsWith("properties:", StringComparison.Ordinal) ? "" : "    properties: {image: nginx}")}
        {more}
        {rest}
        """);

    public static Application Read(string text)
    {
        var parsed = ApplicationParser.Parse(text);
        parsed.Faults.ShouldBeEmpty(text);
        return parsed.Application.ShouldNotBeNull();
    }

    public static RenderedCluster Render(string text, ClusterFacts? cluster = null, params string[] policies) =>
        Renderer.Render(Read(text), new() { Cluster = cluster ?? East, Policies = policies });

    public static IReadOnlyList<Fault> FaultsOf(string text, ValidationInput? input = null) =>
        Validation.Check(ApplicationParser.Parse(text), input).Faults;
}
