using Microsoft.AspNetCore.Http;

namespace Platform.Hosting;

/// <summary>At the internal door: takes the caller from the gateway's signed header, and refuses whoever comes without.</summary>
internal sealed class IdentityMiddleware(RequestDelegate next, IdentityTokens tokens)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.IsOpenToAll())
            return next(context);
        var identity = tokens.Read(context.Request.Headers[IdentityTokens.Header], out var reason);
        if (identity is null)
            return Problems.Unauthenticated($"A service takes calls from the gateway only: {IdentityTokens.Header} is no valid token, {reason}.").ExecuteAsync(context);
        context.Features.Set(identity);
        return next(context);
    }
}
