using System.Text.Json.Nodes;
using Platform.Cli.Output;

namespace Platform.Cli.Progress;

/// <summary>
/// An application's components on its clusters in lines: each of a few clusters; of many how many are healthy, a line for every tenth, and
/// by name only some that are in trouble, until they are well again.
/// </summary>
internal sealed class ServiceClusters
{
    private const int Few = 10;
    private const int Named = 10;

    private readonly TenthLines tenths = new();
    private readonly Dictionary<string, (string Health, string Line)> named = new(StringComparer.Ordinal);
    private readonly HashSet<string> counted = new(StringComparer.Ordinal);

    /// <summary>What is said of them, and what each line is about.</summary>
    public IEnumerable<(string About, string Line)> Facts(JsonObject state)
    {
        var services = state["status"].Items("services").ToList();
        return services.Select(service => service.Text("cluster")).Distinct().Count() <= Few
            ? services.Select(service => (About(service), Line(service)))
            : services.GroupBy(service => service.Text("name") ?? "").Select(Count).Concat(services.SelectMany(Trouble)).ToList();
    }

    private (string About, string Line) Count(IGrouping<string, JsonObject> component)
    {
        var counts = component.GroupBy(Health).ToDictionary(health => health.Key, health => health.Count());
        var all = new PhaseCounts(new(counts.Select(count => KeyValuePair.Create(count.Key, (JsonNode?)count.Value))));
        return ("clusters of " + component.Key, tenths.Of(component.Key, counts.GetValueOrDefault("healthy"), all.Total, () => $"{component.Key}: {all.OfAll()}"));
    }

    /// <summary>Nothing, or how a service is that is named, or that one more is not.</summary>
    private IEnumerable<(string About, string Line)> Trouble(JsonObject service)
    {
        var (about, health) = (About(service), Health(service));
        if (health == "healthy")
        {
            counted.Remove(about);
            return named.Remove(about) ? [(about, Line(service))] : [];
        }

        if (named.TryGetValue(about, out var known) ? known.Health != health : IsTrouble(service) && !counted.Contains(about) && named.Count < Named)
            named[about] = known = (health, Line(service));
        if (known.Line is { } line)
            return [(about, line)];
        return IsTrouble(service) && counted.Add(about) ? [("more", $"more than {Named} are in trouble: the others are counted only")] : [];
    }

    /// <summary>What can't be seen is in trouble where it was seen before; else it has yet to come.</summary>
    private static bool IsTrouble(JsonObject service) =>
        Health(service) is "degraded" or "missing" || (Health(service) == "unknown" && service.Text("lastSeen") is not null);

    private static string Health(JsonObject service) => (service.Text("health") ?? "unknown").ToLowerInvariant();

    private static string About(JsonObject service) => $"{service.Text("cluster")}/{service.Text("name")}";

    private static string Line(JsonObject service) => $"{About(service)}: {service.Text("health")}{Words.After(service.Text("message"))}";
}
