using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Platform.Status.Drift;
using Platform.Status.Inventories;
using Platform.Status.Observing;
using Platform.Status.Resources;

namespace Platform.Status.Watching;

/// <summary>Tells what a cluster's loop sees: observations when they change, and the resource tree. What differs in words only waits a moment.</summary>
internal sealed class Teller(
    Observer observer, DriftTeller drifts, IDocuments<TreeDocument> trees, Leases leases, StatusOptions options, TimeProvider clock)
{
    private const int Writers = 16;

    private readonly ConcurrentDictionary<string, Told> _told = new(StringComparer.Ordinal);

    /// <summary>Answers the ids that are to be judged again soon.</summary>
    public async Task<IReadOnlyCollection<string>> TellAsync(IReadOnlyList<InventoryDocument> inventories, LiveStore live, CancellationToken ct)
    {
        if (!leases.Holds)
            return [.. inventories.Select(i => i.Id)]; // Another process may watch it by now, and knows better.
        var later = new List<string>();
        var writes = new List<Func<Task>>();
        foreach (var inventory in inventories)
        {
            if (Judging.Judge(inventory, live, clock.GetUtcNow()) is not { } observation)
                continue;
            if (await drifts.TellAsync(inventory, live, ct))
                later.Add(inventory.Id);
            var told = _told.GetOrAdd(inventory.Id, _ => new());
            var substance = observation.DiffersInSubstance(told.Observation);
            if (!substance && told.At is { } at && clock.GetElapsedTime(at) < options.WordsPause)
            {
                later.Add(inventory.Id);
                continue;
            }
            var tree = TreeBuilding.Build(inventory, live);
            var hash = BitConverter.ToUInt64(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(tree)));
            if (!observation.Differs(told.Observation) && hash == told.Tree)
                continue;
            writes.Add(() => WriteAsync(inventory, told, observation, tree, hash, ct));
        }
        if (writes.Count == 1)
            await writes[0]();
        else
            await Parallel.ForEachAsync(writes, new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = ct }, async (write, _) => await write());
        return later;
    }

    public async Task UnreachableAsync(IReadOnlyList<InventoryDocument> inventories, DateTimeOffset lastSeen, string words, CancellationToken ct) =>
        await Parallel.ForEachAsync(inventories, new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = ct }, async (inventory, _) =>
        {
            if (!leases.Holds)
                return;
            var told = _told.GetOrAdd(inventory.Id, _ => new());
            var observation = Judging.Unreachable(inventory, lastSeen, words);
            if (!observation.Differs(told.Observation))
                return;
            await observer.AnnounceAsync(inventory.Part, observation, ct);
            told.Observation = observation;
        });

    /// <summary>What others may change from now on is looked up anew by whoever watches next.</summary>
    public void ForgetAll()
    {
        foreach (var id in _told.Keys)
            Forget(id);
    }

    public void Forget(string id)
    {
        _told.TryRemove(id, out _);
        drifts.Forget(id);
    }

    private async Task WriteAsync(
        InventoryDocument inventory, Told told, Observation observation, IReadOnlyList<TreeComponent> tree, ulong hash, CancellationToken ct)
    {
        if (observation.Differs(told.Observation))
            await observer.AnnounceAsync(inventory.Part, observation, ct);
        told.Observation = observation;
        told.At = clock.GetTimestamp();
        if (hash == told.Tree)
            return;
        await StoreAsync(inventory, told, tree, ct);
        told.Tree = hash;
    }

    private async Task StoreAsync(InventoryDocument inventory, Told told, IReadOnlyList<TreeComponent> components, CancellationToken ct)
    {
        var tree = new TreeDocument
        {
            Id = inventory.Id,
            Version = told.TreeVersion,
            Owner = inventory.Owner,
            Cluster = inventory.Cluster,
            Revision = inventory.Revision,
            SeenAt = clock.GetUtcNow(),
            Components = components,
        };
        while (!(tree.Version == 0 ? await trees.InsertAsync(tree, ct) : await trees.ReplaceAsync(tree, ct)))
            tree.Version = (await trees.GetAsync(inventory.Id, ct))?.Version ?? 0; // An earlier watcher's, or it is gone.
        told.TreeVersion = tree.Version;
    }

    private sealed class Told
    {
        public Observation? Observation { get; set; }

        public long? At { get; set; }

        public ulong Tree { get; set; }

        /// <summary>Of the stored tree, as this watcher wrote it; 0: not written yet.</summary>
        public long TreeVersion { get; set; }
    }
}
