using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Platform.Hosting;

/// <summary>The last touch on every problem, whoever made it: trace id, instance and <c>Retry-After</c>.</summary>
internal static class ProblemWriting
{
    /// <summary>Extension that becomes a header; it also stays in the body, for clients that see bodies only.</summary>
    public const string RetryAfterKey = "retryAfterSeconds";

    public static void AddPlatformProblems(this IServiceCollection services) =>
        services.AddProblemDetails(options => options.CustomizeProblemDetails = Complete);

    private static void Complete(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        problem.Extensions["traceId"] = Activity.Current?.TraceId.ToHexString() ?? context.HttpContext.TraceIdentifier;
        problem.Instance ??= context.HttpContext.Request.Path;
        if (problem.Extensions.TryGetValue(RetryAfterKey, out var seconds) && !context.HttpContext.Response.HasStarted)
            context.HttpContext.Response.Headers.RetryAfter = seconds?.ToString();
    }
}
