using System.Text.Json.Nodes;
using Platform.Contracts.Build.V1;
using Platform.Package.Sources.Views;

namespace Platform.Package.Sources;

/// <summary>A component source as answered; given back as a request it changes nothing.</summary>
internal sealed record SourceView
{
    public required string Namespace { get; init; }

    public required string Application { get; init; }

    public required string Component { get; init; }

    public required string Type { get; init; }

    public ImageView? Image { get; init; }

    public ChartView? Chart { get; init; }

    public TreeView? Kustomize { get; init; }

    public TreeView? Manifests { get; init; }

    public ConfigView? Config { get; init; }

    public JsonNode? Properties { get; init; }

    public JsonNode? ParametersSchema { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public required string UpdatedBy { get; init; }

    internal static SourceView Of(SourceDocument document, SourceVault vault)
    {
        var source = document.Source;
        var secrets = vault.Open(source.Secrets);
        return new SourceView
        {
            Namespace = document.Namespace,
            Application = document.Application[(document.Namespace.Length + 1)..],
            Component = document.Component,
            Type = source.Type,
            Image = source.Image is { } image ? ImageView.Of(image, secrets) : null,
            Chart = source.Chart is { } chart ? ChartView.Of(chart, secrets) : null,
            Kustomize = source.Kustomize is { } kustomize ? TreeView.Of(kustomize, secrets) : null,
            Manifests = source.Manifests is { } manifests ? TreeView.Of(manifests, secrets) : null,
            Config = source.Config is { } config ? ConfigView.Of(config, secrets) : null,
            Properties = Parse(source.Properties),
            ParametersSchema = Parse(source.ParametersSchema),
            UpdatedAt = document.UpdatedAt,
            UpdatedBy = document.UpdatedBy,
        };
    }

    private static JsonNode? Parse(string? json) => json is null ? null : JsonNode.Parse(json);
}
