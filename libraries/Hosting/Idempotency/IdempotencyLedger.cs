using Platform.Storage;

namespace Platform.Hosting;

/// <summary>Claims a key for one attempt, keeps the claim alive, and ends it with an answer or without.</summary>
internal sealed class IdempotencyLedger(IDocuments<IdempotencyRecord> records, TimeProvider clock)
{
    /// <summary>How long a dead process's attempt stands in the way.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <summary>How long an answer is kept.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromHours(24);

    /// <summary>The record as claimed by this attempt, or as somebody else left it.</summary>
    public async Task<(IdempotencyRecord Record, bool Claimed)> ClaimAsync(string id, string request, CancellationToken ct)
    {
        while (true)
        {
            var fresh = Claim(new IdempotencyRecord { Id = id }, request);
            if (await records.InsertAsync(fresh, ct))
                return (fresh, true);
            if (await records.GetAsync(id, ct) is not { } found)
                continue;
            var now = clock.GetUtcNow();
            var isOver = found.ExpiresAt <= now;
            var isAbandoned = found.Status is null && found.LeaseUntil <= now && found.Request == request;
            if (!isOver && !isAbandoned)
                return (found, false);
            if (await records.ReplaceAsync(Claim(found, request), ct))
                return (found, true);
        }
    }

    /// <summary>Renews the lease again and again until stopped or the record is lost.</summary>
    public async Task RenewAsync(IdempotencyRecord record, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Lease / 3, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                record.LeaseUntil = clock.GetUtcNow() + Lease;
                if (!await records.ReplaceAsync(record, CancellationToken.None))
                    return;
            }
        }
        catch (OperationCanceledException)
        {
            // the attempt is over
        }
    }

    public Task SaveAsync(IdempotencyRecord record) => records.ReplaceAsync(record, CancellationToken.None);

    /// <summary>Frees the key: nothing was decided.</summary>
    public Task ReleaseAsync(IdempotencyRecord record) => records.DeleteAsync(record.Id, record.Version, CancellationToken.None);

    private IdempotencyRecord Claim(IdempotencyRecord record, string request)
    {
        var now = clock.GetUtcNow();
        record.Request = request;
        record.LeaseUntil = now + Lease;
        record.ExpiresAt = now + Retention;
        record.Status = null;
        record.Headers = [];
        record.Body = null;
        return record;
    }
}
