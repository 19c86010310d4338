using Platform.Hosting;
using Yarp.ReverseProxy.Forwarder;

namespace Platform.Gateway.Routing;

/// <summary>Says in our words what became of a request that no service answered.</summary>
internal static class Unreachable
{
    private static readonly TimeSpan ComeAgain = TimeSpan.FromSeconds(3);

    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
            return;
        var error = context.GetForwarderErrorFeature();
        if (error?.Exception is BadHttpRequestException or { InnerException: BadHttpRequestException })
            throw error.Exception as BadHttpRequestException ?? (BadHttpRequestException)error.Exception.InnerException!;
        if (error is null && context.GetReverseProxyFeature().ProxiedDestination is not null)
            return;
        context.Response.Clear();
        var service = context.GetReverseProxyFeature().Cluster.Config.ClusterId;
        await Problems.Unavailable(Sentence(service, error?.Error), ComeAgain).ExecuteAsync(context);
    }

    private static string Sentence(string service, ForwarderError? error) => error switch
    {
        ForwarderError.RequestTimedOut => $"The service '{service}' did not answer in time. What was asked may have been done; a repeat with the same Idempotency-Key is safe.",
        ForwarderError.RequestBodyDestination or ForwarderError.ResponseBodyDestination =>
            $"The service '{service}' broke off. What was asked may have been done; a repeat with the same Idempotency-Key is safe.",
        _ => $"The service '{service}' can't be reached now.",
    };
}
