using Platform.Storage;

namespace Platform.Messaging;

/// <summary>
/// Numbers public events per source and subject, without gaps, so that a subscriber sees what it missed. A number is stored before the
/// event is sent and stays the event's own until it has left its document: neither a crash nor a second dispatch gives it another, or leaves a
/// number to nobody. Events that come at about the same time are numbered in one write.
/// </summary>
internal sealed class Sequences
{
    private const int MostAtOnce = 64;

    /// <summary>After so long an event counts as arrived, though the process that sent it never said so.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private readonly IDocuments<SequenceDocument> sequences;
    private readonly IDocuments<FactDocument> facts;
    private readonly TimeProvider clock;
    private readonly Gathering<Asked, long> gathering;
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, string> numbered = [];
    private readonly Dictionary<string, HashSet<Guid>> left = new(StringComparer.Ordinal);

    public Sequences(IDocuments<SequenceDocument> sequences, IDocuments<FactDocument> facts, TimeProvider clock)
    {
        (this.sequences, this.facts, this.clock) = (sequences, facts, clock);
        gathering = new(NumberAllAsync, MostAtOnce);
    }

    /// <summary>The event's number: a new one, or the one it was given before.</summary>
    public Task<long> NumberAsync(Guid id, string source, string subject, CancellationToken ct) =>
        gathering.AddAsync(new(id, $"{source} {subject}")).WaitAsync(ct);

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
        lock (gate)
        {
            foreach (var id in ids)
            {
                if (numbered.Remove(id, out var key))
                {
                    (left.TryGetValue(key, out var known) ? known : left[key] = []).Add(id);
                }
            }
        }
    }

    private async Task<IReadOnlyList<long>> NumberAllAsync(IReadOnlyList<Asked> asked)
    {
        lock (gate)
        {
            foreach (var (id, key) in asked)
            {
                numbered[id] = key;
            }
        }

        while (true)
        {
            var documents = await Task.WhenAll(asked.Select(one => one.Key).Distinct().Select(ReadAsync));
            var gone = documents.ToDictionary(document => document.Id, document => Left(document.Id));
            var numbers = Number(asked, documents, gone, out var changed);
            // Somebody else may have given numbers meanwhile. Which of ours were kept is then seen by reading anew: what was, is on its way there.
            if (!await StoreAsync(changed))
            {
                continue;
            }

            changed.ForEach(document => Forget(document.Id, gone[document.Id]));
            return numbers;
        }
    }

    private List<long> Number(
        IReadOnlyList<Asked> asked, IReadOnlyList<SequenceDocument> documents, Dictionary<string, HashSet<Guid>> gone, out List<SequenceDocument> changed)
    {
        var (byKey, now) = (documents.ToDictionary(document => document.Id), clock.GetUtcNow());
        var (numbers, touched) = (new List<long>(asked.Count), new HashSet<SequenceDocument>());
        foreach (var (id, key) in asked)
        {
            var sequence = byKey[key];
            if (sequence.OnTheirWay.Find(known => known.Id == id) is not { } given)
            {
                if (touched.Add(sequence))
                {
                    sequence.OnTheirWay.RemoveAll(known => gone[key].Contains(known.Id) || now - known.At > Longest);
                }

                sequence.OnTheirWay.Add(given = new(id, ++sequence.Last, now));
            }

            numbers.Add(given.Number);
        }

        changed = [.. touched];
        return numbers;
    }

    private async Task<SequenceDocument> ReadAsync(string key) => await sequences.GetAsync(key) ?? new() { Id = key };

    /// <summary>False: not all of them were stored.</summary>
    private async Task<bool> StoreAsync(List<SequenceDocument> changed)
    {
        var (fresh, known) = (changed.FindAll(document => document.Version == 0), changed.FindAll(document => document.Version > 0));
        if (fresh.Count > 0)
        {
            await sequences.InsertAllAsync(fresh);
        }

        return (known.Count == 0 || await sequences.ReplaceAllAsync(known) == known.Count) && fresh.TrueForAll(document => document.Version > 0);
    }

    private HashSet<Guid> Left(string key)
    {
        lock (gate)
        {
            return left.TryGetValue(key, out var known) ? [.. known] : [];
        }
    }

    private void Forget(string key, HashSet<Guid> ids)
    {
        lock (gate)
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

    private readonly record struct Asked(Guid Id, string Key);
}
