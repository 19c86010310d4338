using System.Diagnostics;
using Platform.Hosting;

namespace Platform.Gateway.Auditing;

/// <summary>
/// Notes every write of an authenticated caller. The entry is stored when the answer has gone out, so it costs the caller nothing; the
/// connection takes no further request before, and a stopping gateway waits for it.
/// </summary>
internal sealed class AuditMiddleware(RequestDelegate next, AuditLog log, TimeProvider clock)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (IsWrite(context.Request.Method) && context.Features.Get<Identity>() is { } caller)
            NoteWhenAnswered(context, caller);
        return next(context);
    }

    private void NoteWhenAnswered(HttpContext context, Identity caller)
    {
        var start = clock.GetTimestamp();
        var entry = new AuditEntry
        {
            At = clock.GetUtcNow(),
            Actor = caller.Name,
            Kind = caller.Kind,
            Method = context.Request.Method,
            Path = context.Request.Path.Value ?? "",
            TraceId = Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier,
            RemoteAddress = context.Connection.RemoteIpAddress?.ToString(),
        };
        context.Response.OnCompleted(() =>
        {
            entry.Outcome = context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted ? 499 : context.Response.StatusCode;
            entry.DurationMs = (long)clock.GetElapsedTime(start).TotalMilliseconds;
            return log.WriteAsync(entry);
        });
    }

    private static bool IsWrite(string method) =>
        !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method);
}
