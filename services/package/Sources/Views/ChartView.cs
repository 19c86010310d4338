using Platform.Contracts.Build.V1;

namespace Platform.Package.Sources.Views;

/// <summary>Where a chart comes from, as answered.</summary>
internal sealed record ChartView(
    string? Repo, string? Oci, GitView? Git, string? Archive, string? Name, string? Version, IReadOnlyDictionary<string, SecretMark>? Credentials)
{
    internal static ChartView Of(ChartSource chart, SourceSecrets secrets) => new(
        chart.Repo, chart.Oci, GitView.Of(chart.Git), chart.Archive, chart.Name, chart.Version, SecretMark.OfCredentials(secrets));
}
