using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Platform.Hosting;

/// <summary>
/// Writes with an <c>Idempotency-Key</c> are done once: a repeat within 24 hours gets the first one's answer, another request under the
/// same key is refused, and one that comes while the first is under way is told to come again. Answers of 5xx, and those too large to
/// keep (only dry runs are), free the key.
/// </summary>
internal sealed class IdempotencyMiddleware(RequestDelegate next, IdempotencyLedger ledger, MasterKey master)
{
    private const int LargestBody = 64 * 1024;
    private const string Purpose = "idempotency";
    private static readonly string[] Kept = ["Content-Type", "Location", "ETag", "Retry-After", "Content-Location"];

    public async Task InvokeAsync(HttpContext context)
    {
        if (!IdempotencyRequest.Takes(context))
        {
            await next(context);
            return;
        }

        var key = context.Request.Headers[IdempotencyRequest.Header].ToString();
        if (!IdempotencyRequest.IsKey(key))
            throw new ProblemException(Problems.Unreadable("Idempotency-Key must be 1 to 255 visible ASCII characters, such as a UUID."));
        var request = await IdempotencyRequest.FingerprintAsync(context.Request, context.RequestAborted);
        var (record, claimed) = await ledger.ClaimAsync(IdempotencyRequest.Id(context.Identity(), key), request, context.RequestAborted);
        if (claimed)
            await RunAsync(context, record);
        else if (record.Request != request)
            throw new ProblemException(Problems.Unprocessable("This Idempotency-Key was used for another request; take a new one."));
        else if (record.Status is null)
            throw new ProblemException(Problems.Of(409, "Under way", "The first request with this Idempotency-Key is still under way.", retryAfter: TimeSpan.FromSeconds(1)));
        else
            await ReplayAsync(context.Response, record);
    }

    private async Task RunAsync(HttpContext context, IdempotencyRecord record)
    {
        var inner = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        await using var buffer = new AnswerBuffer(inner, LargestBody, () => true);
        context.Features.Set<IHttpResponseBodyFeature>(buffer);
        using var over = new CancellationTokenSource();
        var renewing = ledger.RenewAsync(record, over.Token);
        var isKept = false;
        try
        {
            await next(context);
            await buffer.FinishAsync();
            isKept = buffer.IsHolding && context.Response.StatusCode < 500;
        }
        finally
        {
            context.Features.Set(inner);
            await over.CancelAsync();
            await renewing;
            await EndAsync(context.Response, record, buffer, isKept);
        }

        await buffer.ReleaseAsync(context.RequestAborted);
    }

    /// <summary>Before the answer goes out, so that whoever has seen it gets the same again.</summary>
    private Task EndAsync(HttpResponse response, IdempotencyRecord record, AnswerBuffer buffer, bool isKept)
    {
        if (!isKept)
            return ledger.ReleaseAsync(record);
        record.Status = response.StatusCode;
        foreach (var name in Kept)
            if (response.Headers.TryGetValue(name, out var value))
                record.Headers[name] = value.ToString();
        record.Body = buffer.Held.Length > 0 ? master.Encrypt(buffer.Held.Span, Purpose) : null;
        return ledger.SaveAsync(record);
    }

    private async Task ReplayAsync(HttpResponse response, IdempotencyRecord record)
    {
        response.StatusCode = record.Status!.Value;
        foreach (var (name, value) in record.Headers)
            response.Headers[name] = value;
        response.Headers["Idempotency-Replayed"] = "true";
        if (record.Body is not null)
            await response.Body.WriteAsync(master.Decrypt(record.Body, Purpose));
    }
}
