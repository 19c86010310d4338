using System.Collections.Concurrent;
using Platform.Storage;

namespace Platform.Messaging;

/// <summary>
/// Numbers public events per source and subject, without gaps, so that a subscriber sees what it missed. A number is stored before the
/// event is sent and stays the event's own until it has left its document: neither a crash nor a second dispatch gives it another, or leaves a
/// number to nobody.
/// </summary>
internal sealed class Sequences(IDocuments<SequenceDocument> sequences, IDocuments<FactDocument> facts, TimeProvider clock)
{
    private const int Stripes = 64;

    /// <summary>After so long an event counts as arrived, though the process that sent it never said so.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private readonly Stripe[] stripes = [.. Enumerable.Range(0, Stripes).Select(_ => new Stripe())];
    private readonly ConcurrentDictionary<Guid, string> numbered = new();

    /// <summary>The event's number: a new one, or the one it was given before.</summary>
    public async Task<long> NumberAsync(Guid id, string source, string subject, CancellationToken ct)
    {
        var key = $"{source} {subject}";
        var stripe = StripeOf(key);
        numbered[id] = key;
        await stripe.Gate.WaitAsync(ct);
        try
        {
            while (true)
            {
                var sequence = await sequences.GetAsync(key, ct) ?? new() { Id = key };
                if (sequence.OnTheirWay.Find(known => known.Id == id) is { } given)
                {
                    return given.Number;
                }

                var left = stripe.Left(key);
                var now = clock.GetUtcNow();
                sequence.OnTheirWay.RemoveAll(known => left.Contains(known.Id) || now - known.At > Longest);
                sequence.OnTheirWay.Add(new(id, ++sequence.Last, now));
                if (sequence.Version == 0 ? await sequences.InsertAsync(sequence, ct) : await sequences.ReplaceAsync(sequence, ct))
                {
                    stripe.Forget(key, left);
                    return sequence.Last;
                }
            }
        }
        finally
        {
            stripe.Gate.Release();
        }
    }

    /// <summary>The number of an event that may be told again at any time: it stays the event's own.</summary>
    public async Task<long> NumberForGoodAsync(Guid id, string source, string subject, CancellationToken ct)
    {
        if (await facts.GetAsync(id.ToString(), ct) is { } known)
        {
            return known.Number;
        }

        var number = await NumberAsync(id, source, subject, ct);
        await facts.InsertAsync(new() { Id = id.ToString(), Number = number }, ct); // Who was quicker wrote the same.
        return number;
    }

    /// <summary>
    /// These have left their documents and can't be sent again: their numbers need not be kept. Written down with the next number of
    /// their subject.
    /// </summary>
    public void Left(IEnumerable<Guid> ids)
    {
        foreach (var id in ids)
        {
            if (numbered.TryRemove(id, out var key))
            {
                StripeOf(key).Add(key, id);
            }
        }
    }

    private Stripe StripeOf(string key) => stripes[(uint)StringComparer.Ordinal.GetHashCode(key) % Stripes];

    /// <summary>Subjects that share a gate: a gate for each would stay for ever.</summary>
    private sealed class Stripe
    {
        private readonly Dictionary<string, HashSet<Guid>> left = new(StringComparer.Ordinal);

        public SemaphoreSlim Gate { get; } = new(1);

        public void Add(string key, Guid id)
        {
            lock (left)
            {
                (left.TryGetValue(key, out var known) ? known : left[key] = []).Add(id);
            }
        }

        public HashSet<Guid> Left(string key)
        {
            lock (left)
            {
                return left.TryGetValue(key, out var known) ? known.ToHashSet() : [];
            }
        }

        public void Forget(string key, HashSet<Guid> ids)
        {
            lock (left)
            {
                if (left.TryGetValue(key, out var known))
                {
                    known.ExceptWith(ids);
                    if (known.Count == 0)
                    {
                        left.Remove(key);
                    }
                }
            }
        }
    }
}
