using System.Threading.RateLimiting;
using Platform.Hosting;

namespace Platform.Gateway.Limits;

/// <summary>429 for whoever asks too often: callers by their key, strangers by their address. What is open to all isn't counted.</summary>
internal sealed class RateLimits(RequestDelegate next, RequestRates rates)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.IsOpenToAll())
        {
            await next(context);
            return;
        }

        using var lease = context.Features.Get<Identity>() is { } caller
            ? rates.TakeCaller($"{caller.Kind}:{caller.Name}")
            : rates.TakeStranger(context.Connection.RemoteIpAddress?.ToString() ?? "");
        if (lease.IsAcquired)
            await next(context);
        else
            await Refusal(lease).ExecuteAsync(context);
    }

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Refusal(RateLimitLease lease) =>
        Problems.Of(
            StatusCodes.Status429TooManyRequests,
            "Too many requests",
            "More requests than allowed came from you in the last while; slow down.",
            retryAfter: lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? time : TimeSpan.FromSeconds(1));
}
