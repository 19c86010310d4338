using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Platform.Hosting;

/// <summary>
/// Lets no reader hold up a process that stops: event streams, followed logs and waits end soon after the stop was asked for.
/// Writes are left to end by themselves.
/// </summary>
internal sealed partial class StoppingMiddleware : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource over = new();
    private readonly RequestDelegate next;
    private readonly ILogger<StoppingMiddleware> log;

    public StoppingMiddleware(RequestDelegate next, IHostApplicationLifetime life, ILogger<StoppingMiddleware> log)
    {
        this.next = next;
        this.log = log;
        life.ApplicationStopping.Register(() => _ = EndReadersAsync());
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

    private async Task EndReadersAsync()
    {
        await Task.Delay(Grace);
        try
        {
            await over.CancelAsync();
        }
        catch (AggregateException fault)
        {
            Badly(log, fault); // a reader's own clean-up failed; thrown on, it would end the process in the middle of its stop
        }
    }

    [LoggerMessage(LogLevel.Warning, "A reader ended badly")]
    private static partial void Badly(ILogger logger, Exception fault);
}
