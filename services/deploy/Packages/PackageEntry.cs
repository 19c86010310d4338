using System.Text.Json.Nodes;
using Platform.Contracts.Package.V1;
using Platform.Oam;
using Platform.Oci;

namespace Platform.Deploy.Packages;

/// <summary>A component of an application package, as packages and revisions keep it.</summary>
internal sealed class PackageEntry
{
    public string Component { get; set; } = "";

    public string Type { get; set; } = "";

    public string? Image { get; set; }

    /// <summary>Media type of its content; null for none.</summary>
    public string? ContentType { get; set; }

    public string? ContentDigest { get; set; }

    /// <summary>Default properties, a JSON object as text.</summary>
    public string? Properties { get; set; }

    /// <summary>JSON Schema of its parameters, as text.</summary>
    public string? ParameterSchema { get; set; }

    public static PackageEntry Of(PackagedComponent component) => new()
    {
        Component = component.Component,
        Type = component.Type,
        Image = component.Images.Count > 0 ? component.Images[0] : null,
        ContentType = component.ContentType,
        ContentDigest = component.ContentDigest,
        Properties = component.Properties,
        ParameterSchema = component.ParameterSchema,
    };

    /// <summary>As rendering takes it; its content is in the repository of the package it is of.</summary>
    public static IReadOnlyDictionary<string, PackageComponent>? ForRendering(Application application, IEnumerable<PackageEntry>? entries) =>
        application.Package is { } package && entries is not null
            ? entries.ToDictionary(entry => entry.Component, entry => entry.ForRendering(PackageNames.Repository(application.Namespace, package.Name)))
            : null;

    private PackageComponent ForRendering(string repository) => new()
    {
        Type = Type,
        Image = Image,
        Content = ContentDigest is { } digest && KindOf(ContentType) is { } kind ? new(kind, repository, digest) : null,
        Properties = Properties is null ? null : JsonNode.Parse(Properties) as JsonObject,
        ParameterSchema = ParameterSchema is null ? null : JsonNode.Parse(ParameterSchema) as JsonObject,
    };

    private static PackageContentKind? KindOf(string? mediaType) => mediaType switch
    {
        PackageNames.ChartContent => PackageContentKind.Chart,
        PackageNames.KustomizeContent => PackageContentKind.Kustomize,
        PackageNames.ManifestsContent => PackageContentKind.Manifests,
        PackageNames.ConfigContent => PackageContentKind.Config,
        _ => null,
    };
}
