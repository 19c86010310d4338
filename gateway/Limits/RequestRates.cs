using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Platform.Gateway.Limits;

/// <summary>A bucket of requests per key, and one of refusals per address.</summary>
internal sealed class RequestRates(IOptions<GatewayOptions> options) : IAsyncDisposable
{
    private readonly PartitionedRateLimiter<string> callers = PartitionedRateLimiter.Create<string, string>(
        name => RateLimitPartition.GetTokenBucketLimiter(name, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.RequestBurst,
            TokensPerPeriod = options.Value.RequestsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        }));

    private readonly PartitionedRateLimiter<string> strangers = PartitionedRateLimiter.Create<string, string>(
        address => RateLimitPartition.GetSlidingWindowLimiter(address, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = options.Value.RefusalsPerMinute,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 6,
        }));

    public RateLimitLease TakeCaller(string name) => callers.AttemptAcquire(name);

    public RateLimitLease TakeStranger(string address) => strangers.AttemptAcquire(address);

    public async ValueTask DisposeAsync()
    {
        await callers.DisposeAsync();
        await strangers.DisposeAsync();
    }
}
