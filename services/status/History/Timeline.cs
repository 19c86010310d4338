using System.Collections.Concurrent;
using Platform.Contracts;

namespace Platform.Status.History;

/// <summary>An application's history: what happened to it, kept by age and number.</summary>
internal sealed class Timeline(IDocuments<TimelineDocument> entries, StatusOptions options)
{
    private readonly ConcurrentDictionary<string, byte> _grown = new(StringComparer.Ordinal);

    /// <summary>Writes an event down, if it belongs there and is not there yet.</summary>
    public async Task AddAsync(IPublicEvent happened, string name, string eventId, DateTimeOffset time, CancellationToken ct)
    {
        if (happened is not { Namespace: { } ns, Application: { } application } || Sentences.Of(happened) is not { } entry)
            return;
        var prefix = TimelineDocument.PrefixOf(ns, application);
        (entry.Id, entry.EventId, entry.Time, entry.Event) = (TimelineDocument.IdOf(ns, application, time, eventId), eventId, time, name);
        entry.ExpiresAt = time + options.TimelineAge;
        // The status is told again when anything of it changes; here only when it reads otherwise.
        if (happened is ApplicationStatusChanged && await LastStatusAsync(prefix, entry.Id, ct) == entry.Message)
            return;
        try
        {
            if (await entries.InsertAsync(entry, ct))
                _grown[prefix] = 0;
        }
        catch (UniqueViolationException)
        {
            // Delivered before, when it had another time.
        }
    }

    /// <summary>A page of the timeline, the newest first.</summary>
    /// <exception cref="ContinueTokenException">The token is not one of this list's.</exception>
    public Task<Page<TimelineDocument>> PageAsync(string ns, string application, int limit, string? token, CancellationToken ct) => entries.FindAsync(
        Find<TimelineDocument>.All.WhereStartsWith(e => e.Id, TimelineDocument.PrefixOf(ns, application)).OrderByDescending(e => e.Id).Limit(limit).ContinueFrom(token), ct);

    /// <summary>Takes the oldest entries out of timelines that grew too long since this was done last; age is seen to by the store.</summary>
    public async Task TrimAsync(CancellationToken ct)
    {
        foreach (var prefix in _grown.Keys)
        {
            _grown.TryRemove(prefix, out _);
            var all = Find<TimelineDocument>.All.WhereStartsWith(e => e.Id, prefix);
            var surplus = await entries.CountAsync(all, ct) - options.TimelineCount;
            if (surplus <= 0)
                continue;
            foreach (var oldest in (await entries.FindAsync(all.OrderBy(e => e.Id).Limit((int)Math.Min(surplus, 1000)), ct)).Items)
                await entries.DeleteAsync(oldest.Id, ct: ct);
            if (surplus > 1000)
                _grown[prefix] = 0;
        }
    }

    /// <summary>Mostly the status was told lately; further back than a few entries it may as well be told again.</summary>
    private async Task<string?> LastStatusAsync(string prefix, string before, CancellationToken ct)
    {
        var earlier = Find<TimelineDocument>.All.WhereStartsWith(e => e.Id, prefix).Before(e => e.Id, before).OrderByDescending(e => e.Id).Limit(4);
        return (await entries.FindAllAsync(earlier, ct).Take(20).FirstOrDefaultAsync(e => e.Event == "application-status-changed", ct))?.Message;
    }
}
