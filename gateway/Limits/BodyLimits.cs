using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Platform.Hosting;

namespace Platform.Gateway.Limits;

/// <summary>Bounds what a request may carry: bundles are large, everything else is a document.</summary>
internal sealed class BodyLimits(RequestDelegate next, IOptions<GatewayOptions> options)
{
    public Task InvokeAsync(HttpContext context)
    {
        var limit = context.Request.Path.StartsWithSegments("/api/v1/bundles", StringComparison.OrdinalIgnoreCase)
            ? options.Value.MaximumBundle
            : options.Value.MaximumBody;
        if (context.Request.ContentLength > limit)
            return Problems.TooLarge(limit).ExecuteAsync(context);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = limit; // counts what comes without a Content-Length
        return next(context);
    }
}
