using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Cli.Http;

/// <summary>The server's refusal (RFC 9457), told for a person: what, each fault with its place, and how to find it in the logs.</summary>
internal sealed class ApiProblem(HttpStatusCode status, string body, TimeSpan? retryAfter = null)
    : CommandFailure(ExitCodeOf(status), Describe(status, body, retryAfter))
{
    public HttpStatusCode Status { get; } = status;

    /// <summary>Worth another try: nothing is wrong with the request.</summary>
    public bool Passing => Status == HttpStatusCode.TooManyRequests || (int)Status >= 500;

    private static int ExitCodeOf(HttpStatusCode status) => (int)status switch
    {
        401 or 403 or 408 or 429 or >= 500 => ExitCodes.Unavailable,
        _ => ExitCodes.BadInput,
    };

    private static string Describe(HttpStatusCode status, string body, TimeSpan? retryAfter)
    {
        var problem = Parse(body);
        var errors = problem?["errors"] as JsonArray ?? [];
        var text = new StringBuilder(Headline(status, problem, errors));
        foreach (var error in errors.OfType<JsonObject>())
        {
            text.Append("\n  ").Append(Line(error));
        }

        if (status == HttpStatusCode.Unauthorized)
        {
            text.Append("\nThe key is taken from the variable PLATFORM_KEY.");
        }

        if (retryAfter is { } time)
        {
            text.Append($"\nTry again in {time.TotalSeconds:0} s.");
        }

        if ((int)status >= 500 && Text(problem, "traceId") is { } trace)
        {
            text.Append("\nTrace: ").Append(trace);
        }

        return text.ToString();
    }

    private static string Headline(HttpStatusCode status, JsonObject? problem, JsonArray errors)
    {
        var title = Text(problem, "title") ?? status.ToString();
        var detail = Text(problem, "detail");
        var said = detail is null || (errors.Count == 1 && detail == Text(errors[0] as JsonObject, "detail")) ? "" : ": " + detail;
        return $"{title} ({(int)status}){said}";
    }

    // /spec/components/0/type (line 9, column 13): there is no type 'webservise'; webservice?
    private static string Line(JsonObject error)
    {
        var path = Text(error, "path");
        var line = Text(error, "line");
        var column = Text(error, "column");
        var place = line is null ? null : column is null ? $"line {line}" : $"line {line}, column {column}";
        var where = (path, place) switch
        {
            (null or "", null) => "",
            (null or "", _) => place + ": ",
            (_, null) => path + ": ",
            _ => $"{path} ({place}): ",
        };
        return where + (Text(error, "detail") ?? error.ToJsonString());
    }

    private static string? Text(JsonObject? node, string name) => node?[name] is JsonValue value ? value.ToString() : null;

    private static JsonObject? Parse(string body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
