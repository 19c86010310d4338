using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Platform.Gateway.Routing;

/// <summary>Ready only when of every service at least one instance is up.</summary>
internal sealed class ServicesCheck(Destinations destinations, IHttpClientFactory clients) : IHealthCheck
{
    public const string Client = "services-check";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var up = await Task.WhenAll(RouteTable.Services.Select(async s => (Service: s, Up: await IsUpAsync(s, cancellationToken))));
        var down = up.Where(s => !s.Up).Select(s => s.Service).ToList();
        return down.Count == 0
            ? HealthCheckResult.Healthy("Every service answers.")
            : HealthCheckResult.Unhealthy($"No answer from: {string.Join(", ", down)}.");
    }

    private async Task<bool> IsUpAsync(string service, CancellationToken ct)
    {
        var answers = await Task.WhenAll(destinations.Of(service).Select(url => AnswersAsync(url, ct)));
        return answers.Contains(true);
    }

    private async Task<bool> AnswersAsync(Uri url, CancellationToken ct)
    {
        try
        {
            using var http = clients.CreateClient(Client);
            using var answer = await http.GetAsync(new Uri(url, "/healthz"), ct);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return false;
        }
    }
}
