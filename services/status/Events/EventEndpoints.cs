using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Platform.Hosting;

namespace Platform.Status.Events;

/// <summary><c>GET /api/v1/events</c>: a stream of Server-Sent Events, or a paged list for those who accept JSON only.</summary>
internal static class EventEndpoints
{
    /// <summary>How much of the log one list request looks through at most.</summary>
    private const int MostPages = 20;

    public static void MapEvents(this IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/events", GetAsync)
        .Requires(Role.Viewer)
        .WithName("GetEvents")
        .WithTags("events")
        .WithSummary("Public events as they happen (text/event-stream; Last-Event-ID resumes, 0 begins with the oldest), or a page of them (application/json).");

    private static async Task<Results<Ok<EventList>, EmptyHttpResult, ProblemHttpResult>> GetAsync(
        HttpContext context, EventLog log, EventStream stream, IHostApplicationLifetime lifetime, ListQuery query, CancellationToken ct)
    {
        var filter = EventFilter.Of(context);
        if (WantsList(context.Request))
            return await ListAsync(log, filter, query, ct);
        if (!TryLastEventId(context.Request, out var after))
            return Problems.Unreadable(
                "Last-Event-ID is not an id of this stream; send the last id received, 0 for the oldest event, or leave it out to begin with what happens next.");
        if (!stream.HasRoom)
            return Problems.Unavailable("Too many read the event stream here; come back in a moment.", TimeSpan.FromSeconds(5));
        await stream.WriteAsync(context, filter, after, lifetime.ApplicationStopping);
        return TypedResults.Empty;
    }

    private static async Task<Results<Ok<EventList>, EmptyHttpResult, ProblemHttpResult>> ListAsync(
        EventLog log, EventFilter filter, ListQuery query, CancellationToken ct)
    {
        if (!TryNumber(query.Continue ?? "0", out var cursor))
            return Problems.Unreadable("continue is not a token of this list.");
        var items = new List<JsonElement>();
        for (var pages = 0; pages < MostPages; pages++)
        {
            var page = await log.AfterAsync(cursor, ListQuery.MaximumLimit, ct);
            foreach (var e in page)
            {
                cursor = e.Sequence;
                if (filter.Lets(e))
                    items.Add(JsonSerializer.Deserialize<JsonElement>(e.Body));
                if (items.Count == query.Limit)
                    return TypedResults.Ok(List(items, cursor, true));
            }
            if (page.Count < ListQuery.MaximumLimit)
                return TypedResults.Ok(List(items, cursor, false));
        }
        return TypedResults.Ok(List(items, cursor, true));
    }

    private static EventList List(List<JsonElement> items, long cursor, bool more)
    {
        var last = cursor.ToString(CultureInfo.InvariantCulture);
        return new(items, more ? last : null, last);
    }

    private static bool WantsList(HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        return accept.Contains("application/json", StringComparison.OrdinalIgnoreCase) && !accept.Contains("text/event-stream", StringComparison.OrdinalIgnoreCase);
    }

    private static bool TryLastEventId(HttpRequest request, out long? after)
    {
        after = null;
        var text = request.Headers["Last-Event-ID"].ToString();
        if (text.Length == 0)
            text = request.Query["lastEventId"].ToString();
        if (text.Length == 0)
            return true;
        if (!TryNumber(text, out var number))
            return false;
        after = number;
        return true;
    }

    private static bool TryNumber(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
