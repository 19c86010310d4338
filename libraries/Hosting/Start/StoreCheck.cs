using Microsoft.Extensions.Diagnostics.HealthChecks;
using Platform.Storage;

namespace Platform.Hosting;

/// <summary>Ready only when the store answers.</summary>
internal sealed class StoreCheck(IDocuments<IdempotencyRecord> records) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await records.GetAsync("none", cancellationToken);
            return HealthCheckResult.Healthy("The store answers.");
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("The store does not answer.", fault);
        }
    }
}
