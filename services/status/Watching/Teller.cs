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
            var told = await ToldAsync(inventory, ct);
            (told.Drift, var again) = await drifts.TellAsync(inventory, live, told.Drift, ct);
            if (again)
                later.Add(inventory.Id);
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
            var told = await ToldAsync(inventory, ct);
            var observation = Judging.Unreachable(inventory, lastSeen, words);
            if (!observation.Differs(told.Observation))
                return;
            await AnnounceAsync(inventory, told, observation, ct);
        });

    /// <summary>What others may change from now on is looked up anew by whoever watches next.</summary>
    public void ForgetAll() => _told.Clear();

    public void Forget(string id) => _told.TryRemove(id, out _);

    private async Task<Told> ToldAsync(InventoryDocument inventory, CancellationToken ct)
    {
        if (_told.TryGetValue(inventory.Id, out var told))
            return told;
        var last = await observer.LastAsync(inventory.Part, ct);
        return _told[inventory.Id] = new() { Read = last, Drift = last.Drifts.Count > 0 ? new() { Told = last.Drifts } : null };
    }

    private async Task AnnounceAsync(InventoryDocument inventory, Told told, Observation observation, CancellationToken ct)
    {
        (var read, told.Read) = (told.Read, null);
        await observer.AnnounceAsync(inventory.Part, observation, read, ct);
        told.Observation = observation;
    }

    private async Task WriteAsync(
        InventoryDocument inventory, Told told, Observation observation, IReadOnlyList<TreeComponent> tree, ulong hash, CancellationToken ct)
    {
        if (observation.Differs(told.Observation))
            await AnnounceAsync(inventory, told, observation, ct);
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
        /// <summary>As it was found stored; null once it was announced anew.</summary>
        public ObservationDocument? Read { get; set; }

        public Observation? Observation { get; set; }

        public DriftMemory? Drift { get; set; }

        public long? At { get; set; }

        public ulong Tree { get; set; }

        /// <summary>Of the stored tree, as this watcher wrote it; 0: not written yet.</summary>
        public long TreeVersion { get; set; }
    }
}
