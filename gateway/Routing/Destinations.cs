using Platform.Hosting;

namespace Platform.Gateway.Routing;

/// <summary>Where the services are: as configured, or in this very process.</summary>
internal sealed class Destinations(PlatformOptions options, Doors doors)
{
    public IReadOnlyList<Uri> Of(string service) =>
        doors.AreBoth ? [doors.InternalAddress]
        : options.Services.TryGetValue(service, out var urls) ? [.. urls.Select(u => new Uri(u))]
        : [];

    /// <summary>Services without which the gateway has nothing to stand before.</summary>
    public IEnumerable<string> Missing() => doors.AreBoth ? [] : RouteTable.Services.Where(s => Of(s).Count == 0);
}
