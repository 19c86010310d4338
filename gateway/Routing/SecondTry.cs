using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Platform.Gateway.Routing;

/// <summary>
/// A request that reached nobody goes to another instance of the service, if there is one: a connection that was refused has done
/// nothing, whatever the method; a read may also be repeated when the connection broke.
/// </summary>
internal static class SecondTry
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var proxy = context.GetReverseProxyFeature();
        var available = proxy.AvailableDestinations;
        await next(context);
        if (context.Response.HasStarted || !MayRepeat(context) || proxy.ProxiedDestination is not { } tried)
            return;
        var others = available.Where(d => d != tried).ToList();
        if (others.Count == 0)
            return;
        proxy.AvailableDestinations = others;
        context.Features.Set<IForwarderErrorFeature>(null);
        context.Response.StatusCode = StatusCodes.Status200OK;
        await next(context);
    }

    private static bool MayRepeat(HttpContext context)
    {
        if (context.GetForwarderErrorFeature() is not { Error: ForwarderError.Request } error)
            return false;
        return HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
            || error.Exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };
    }
}
