using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Platform.Hosting;

/// <summary>Answers to what can't be done, as RFC 9457 problem details. The trace id is added when they are written.</summary>
public static class Problems
{
    /// <summary>400: the request can't be read.</summary>
    public static ProblemHttpResult Unreadable(string detail, params IEnumerable<ProblemError> errors) =>
        Of(StatusCodes.Status400BadRequest, "The request can't be read", detail, errors);

    /// <summary>401: nobody, or somebody unknown.</summary>
    public static ProblemHttpResult Unauthenticated(string detail) =>
        Of(StatusCodes.Status401Unauthorized, "Not authenticated", detail);

    /// <summary>403: a role is missing.</summary>
    public static ProblemHttpResult Forbidden(string detail) =>
        Of(StatusCodes.Status403Forbidden, "Not allowed", detail);

    /// <summary>404: <paramref name="what"/> (such as "Cluster 'east'") does not exist.</summary>
    public static ProblemHttpResult NotFound(string what) =>
        Of(StatusCodes.Status404NotFound, "Not found", $"{what} does not exist.");

    /// <summary>409: the state of things does not allow it.</summary>
    public static ProblemHttpResult Conflict(string detail, params IEnumerable<ProblemError> errors) =>
        Of(StatusCodes.Status409Conflict, "Conflict", detail, errors);

    /// <summary>412: somebody else changed it since it was read.</summary>
    public static ProblemHttpResult PreconditionFailed(string detail) =>
        Of(StatusCodes.Status412PreconditionFailed, "Changed in the meantime", detail);

    /// <summary>413: too large.</summary>
    public static ProblemHttpResult TooLarge(long limit) =>
        Of(StatusCodes.Status413PayloadTooLarge, "Too large", string.Create(CultureInfo.InvariantCulture, $"The body is larger than {limit} bytes."));

    /// <summary>415: a content type that is not taken here.</summary>
    public static ProblemHttpResult UnsupportedMediaType(string? given, string taken) =>
        Of(StatusCodes.Status415UnsupportedMediaType, "Unsupported content type", $"Content-Type is {(given is null ? "missing" : $"'{given}'")}; send {taken}.");

    /// <summary>422: readable but wrong, with everything that is wrong.</summary>
    public static ProblemHttpResult Unprocessable(string detail, params IEnumerable<ProblemError> errors) =>
        Of(StatusCodes.Status422UnprocessableEntity, "Invalid", detail, errors);

    /// <summary>422, with a sentence that counts the faults.</summary>
    public static ProblemHttpResult Unprocessable(params IEnumerable<ProblemError> errors)
    {
        var all = errors.ToList();
        return Unprocessable(all is [var only] ? only.Detail : string.Create(CultureInfo.InvariantCulture, $"{all.Count} things are wrong."), all);
    }

    /// <summary>503: not now; the answer carries <c>Retry-After</c>.</summary>
    public static ProblemHttpResult Unavailable(string detail, TimeSpan retryAfter) =>
        Of(StatusCodes.Status503ServiceUnavailable, "Not available now", detail, retryAfter: retryAfter);

    /// <summary>Any other; <paramref name="retryAfter"/> becomes the header <c>Retry-After</c> in whole seconds.</summary>
    public static ProblemHttpResult Of(
        int status, string title, string detail, IEnumerable<ProblemError>? errors = null, TimeSpan? retryAfter = null)
    {
        var problem = new ProblemDetails { Status = status, Title = title, Detail = detail };
        if (errors?.ToList() is { Count: > 0 } all)
            problem.Extensions["errors"] = all;
        if (retryAfter is { } time)
            problem.Extensions[ProblemWriting.RetryAfterKey] = (long)Math.Ceiling(Math.Max(1, time.TotalSeconds));
        return TypedResults.Problem(problem);
    }
}
