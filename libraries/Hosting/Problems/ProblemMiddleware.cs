using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;
using Platform.Storage;

namespace Platform.Hosting;

/// <summary>Outermost: whatever goes wrong inside, and every bare error status, is answered as a problem.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> log)
{
    private const int ClientClosedRequest = 499;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (IsBare(context.Response))
                await ForStatus(context).ExecuteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            if (!context.Response.HasStarted)
                context.Response.StatusCode = ClientClosedRequest;
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await For(context, fault).ExecuteAsync(context);
        }
    }

    private static bool IsBare(HttpResponse response) =>
        !response.HasStarted && response.StatusCode is >= 400 and not ClientClosedRequest
        && response.ContentLength is null && response.ContentType is null;

    private ProblemHttpResult For(HttpContext context, Exception fault)
    {
        switch (fault)
        {
            case ProblemException told:
                return told.Problem;
            case ContinueTokenException token:
                return Problems.Unreadable($"continue: {token.Message}");
            case BadHttpRequestException { InnerException: JsonException json }:
                return Problems.Unreadable("The body can't be read.", JsonFaults.Of(json, positions: true));
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return Problems.Of(StatusCodes.Status413PayloadTooLarge, "Too large", "The body is larger than this takes.");
            case BadHttpRequestException bad:
                return Problems.Of(bad.StatusCode, "The request can't be read", bad.Message);
            default:
                Unexpected(log, fault, context.Request.Method, context.Request.Path);
                return Problems.Of(500, "Unexpected fault", "This is the platform's fault, not yours. The trace id finds it in the logs.");
        }
    }

    private static ProblemHttpResult ForStatus(HttpContext context)
    {
        var request = context.Request;
        var allow = context.Response.Headers.Allow.ToString();
        return context.Response.StatusCode switch
        {
            404 => Problems.Of(404, "Not found", $"There is nothing at {request.Path}."),
            405 => Problems.Of(405, "Method not allowed", $"{request.Path} takes {(allow.Length > 0 ? allow : "other methods")}, not {request.Method}."),
            415 => Problems.UnsupportedMediaType(request.ContentType, "application/json"),
            var status => Problems.Of(status, Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status), "No more is known."),
        };
    }

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed unexpectedly")]
    private static partial void Unexpected(ILogger logger, Exception fault, string method, string path);
}
