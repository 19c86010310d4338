using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Platform.Hosting;

/// <summary>
/// Lets no reader hold up a process that stops: event streams, followed logs and waits end soon after the stop was asked for.
/// Writes are left to end by themselves.
/// </summary>
internal sealed class StoppingMiddleware : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource over = new();
    private readonly RequestDelegate next;

    public StoppingMiddleware(RequestDelegate next, IHostApplicationLifetime life)
    {
        this.next = next;
        life.ApplicationStopping.Register(() => over.CancelAfter(Grace));
    }

    public async Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            await next(context);
            return;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, over.Token);
        context.RequestAborted = either.Token;
        await next(context);
    }

    public void Dispose() => over.Dispose();
}
