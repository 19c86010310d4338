using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Platform.Architecture.Tests;

/// <summary>Dashboard, alerts and their description speak of metrics that exist.</summary>
public sealed partial class ObservabilityFiles
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "observability");

    [Theory]
    [InlineData("dashboard.json")]
    [InlineData("alerts.yml")]
    [InlineData("README.md")]
    public void Every_metric_named_is_one_that_the_code_reports(string file)
    {
        var named = Named().Matches(File.ReadAllText(Path.Combine(Folder, file))).Select(m => m.Value).Distinct().ToList();

        named.Count.ShouldBeGreaterThan(5);
        named.ShouldBeSubsetOf(Reported());
    }

    [Fact]
    public void The_dashboard_is_readable() => JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "dashboard.json")))
        .RootElement.GetProperty("panels").EnumerateArray().ShouldAllBe(p => p.GetProperty("targets").GetArrayLength() > 0);

    /// <summary>As the Prometheus exporter names them: dots become underscores, seconds are named, counters are totals.</summary>
    private static HashSet<string> Reported()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in new[] { "libraries", "services", "gateway" }.SelectMany(area => Directory.EnumerateFiles(Path.Combine(Repository.Root, area), "*.cs", SearchOption.AllDirectories)))
            foreach (Match made in Made().Matches(File.ReadAllText(file)))
            {
                var name = made.Groups["name"].Value.Replace('.', '_') + (made.Groups["unit"].Value == "s" ? "_seconds" : "");
                names.UnionWith(made.Groups["kind"].Value switch
                {
                    "Counter" => [name + "_total"],
                    "Histogram" => [name, name + "_bucket"],
                    _ => [name],
                });
            }
        return names;
    }

    [GeneratedRegex(@"\bplatform_[a-z_]+")]
    private static partial Regex Named();

    [GeneratedRegex("""Create(?<kind>Counter|UpDownCounter|Histogram|Gauge)<\w+>\(\s*"(?<name>platform\.[a-z_.]+)",\s*"(?<unit>[^"]*)""")]
    private static partial Regex Made();
}
