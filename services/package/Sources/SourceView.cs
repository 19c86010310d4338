using System.Text.Json.Nodes;

namespace Platform.Package.Sources;

/// <summary>A component source as answered.</summary>
internal sealed record SourceView
{
    public required string Namespace { get; init; }

    public required string Application { get; init; }

    public required string Component { get; init; }

    public required string Type { get; init; }

    public ImageView? Image { get; init; }

    public JsonNode? Properties { get; init; }

    public JsonNode? ParametersSchema { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public required string UpdatedBy { get; init; }

    internal static SourceView Of(SourceDocument document) => new()
    {
        Namespace = document.Namespace,
        Application = document.Application[(document.Namespace.Length + 1)..],
        Component = document.Component,
        Type = document.Source.Type,
        Image = document.Source.Image is { Ref: { } reference } ? new ImageView(reference) : null,
        Properties = Parse(document.Source.Properties),
        ParametersSchema = Parse(document.Source.ParametersSchema),
        UpdatedAt = document.UpdatedAt,
        UpdatedBy = document.UpdatedBy,
    };

    private static JsonNode? Parse(string? json) => json is null ? null : JsonNode.Parse(json);

    /// <summary>Where the image comes from.</summary>
    internal sealed record ImageView(string Ref);
}
