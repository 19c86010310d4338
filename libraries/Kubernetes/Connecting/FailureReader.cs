using System.Text;
using System.Text.Json;

namespace Platform.Kubernetes;

/// <summary>Turns an API server's Status (or whatever a proxy before it answered) into a failure.</summary>
internal static class FailureReader
{
    /// <summary>The server's words for a body that does not fit the schema: a 500 without reason that no retry heals.</summary>
    private const string TypedPatch = "failed to create typed patch object";

    public static KubernetesFailure Of(Answer answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            if (document.RootElement.ValueKind == JsonValueKind.Object && Text(document.RootElement, "kind") == "Status")
                return OfStatus(document.RootElement, answer.StatusCode, answer.RetryAfter);
        }
        catch (JsonException)
        {
            // Not from the API server: the words below are of the body as it stands.
        }
        var text = Encoding.UTF8.GetString(answer.Body.AsSpan(0, Math.Min(answer.Body.Length, 300))).Trim();
        return new()
        {
            StatusCode = answer.StatusCode,
            Reason = DefaultReason(answer.StatusCode),
            Message = text.Length == 0 ? $"The cluster answered {answer.StatusCode}" : $"The cluster answered {answer.StatusCode}: {text}",
            Retryable = IsTransient(answer.StatusCode),
            RetryAfter = answer.RetryAfter,
        };
    }

    public static KubernetesFailure OfStatus(JsonElement status, int statusCode, TimeSpan? retryAfter = null)
    {
        var message = Text(status, "message") ?? $"The cluster answered {statusCode}";
        var reason = Text(status, "reason");
        var typedPatch = statusCode == 500 && message.Contains(TypedPatch, StringComparison.Ordinal);
        var (conflicts, fields, seconds) = Details(status);
        return new()
        {
            StatusCode = statusCode,
            Reason = typedPatch ? FailureReasons.InvalidDocument : string.IsNullOrEmpty(reason) ? DefaultReason(statusCode) : reason,
            Message = message,
            Retryable = typedPatch ? false
                : statusCode == 409 ? conflicts.Count == 0 && reason != "AlreadyExists"
                : IsTransient(statusCode) || fields.Any(f => f.Reason == "NamespaceTerminating"),
            RetryAfter = retryAfter ?? (seconds > 0 ? TimeSpan.FromSeconds(seconds) : null),
            Conflicts = conflicts,
            Fields = fields,
        };
    }

    public static KubernetesFailure Unreachable(Uri server, Exception e) => new()
    {
        StatusCode = 0,
        Reason = FailureReasons.Unreachable,
        Message = $"No connection to {server.GetLeftPart(UriPartial.Authority)}: {Innermost(e).Message}",
        Retryable = true,
    };

    public static KubernetesFailure TimedOut(Uri server, TimeSpan after) => new()
    {
        StatusCode = 0,
        Reason = FailureReasons.Timeout,
        Message = $"No answer from {server.GetLeftPart(UriPartial.Authority)} within {after.TotalSeconds:0.#} s",
        Retryable = true,
    };

    private static bool IsTransient(int statusCode) => statusCode is 408 or 429 or >= 500 and not 501 and not 505;

    private static string DefaultReason(int statusCode) => statusCode switch
    {
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "NotFound",
        409 => "Conflict",
        410 => "Expired",
        422 => "Invalid",
        429 => "TooManyRequests",
        502 => FailureReasons.Unreachable,
        503 => "ServiceUnavailable",
        504 => FailureReasons.Timeout,
        _ => statusCode >= 500 ? "InternalError" : "BadRequest",
    };

    private static (List<FieldConflict> Conflicts, List<FieldFault> Fields, int RetrySeconds) Details(JsonElement status)
    {
        List<FieldConflict> conflicts = [];
        List<FieldFault> fields = [];
        if (!status.TryGetProperty("details", out var details) || details.ValueKind != JsonValueKind.Object)
            return (conflicts, fields, 0);
        if (details.TryGetProperty("causes", out var causes) && causes.ValueKind == JsonValueKind.Array)
            foreach (var cause in causes.EnumerateArray().Where(c => c.ValueKind == JsonValueKind.Object))
            {
                var (reason, message, field) = (Text(cause, "reason") ?? "", Text(cause, "message") ?? "", Text(cause, "field") ?? "");
                if (reason == "FieldManagerConflict")
                    conflicts.Add(new(Manager(message), field, message));
                else
                    fields.Add(new(field, reason, message));
            }
        var seconds = details.TryGetProperty("retryAfterSeconds", out var after) && after.TryGetInt32(out var n) ? n : 0;
        return (conflicts, fields, seconds);
    }

    /// <summary>The quoted name in <c>conflict with "kubectl-edit" using v1</c>.</summary>
    private static string Manager(string message)
    {
        var start = message.IndexOf('"', StringComparison.Ordinal);
        var end = start < 0 ? -1 : message.IndexOf('"', start + 1);
        return end < 0 ? message : message[(start + 1)..end];
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Exception Innermost(Exception e)
    {
        while (e.InnerException is { } inner)
            e = inner;
        return e;
    }
}
