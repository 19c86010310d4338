using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Rollouts;
using Platform.Hosting;
using Platform.Kubernetes;
using Platform.Messaging;
using Platform.Storage;

namespace Platform.Deploy.Applying;

/// <summary>
/// Inventories: held by one part at a time, written before and after every apply. What was applied is announced in the write that
/// records it.
/// </summary>
internal sealed class InventoryLedger(IOutbox<InventoryDocument> inventories, DeployOptions options, PlatformOptions platform, TimeProvider clock)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(250);
    /// <summary>Objects in one event, and characters of what they and their shapes say: below 256 KB with room to spare.</summary>
    private const int PageSize = 200;

    private const int PageCharacters = 120_000;
    private const int ObjectCharacters = 400;
    private readonly Guid process = Guid.NewGuid();

    /// <summary>How many inventories of a cluster are held now, by whomever.</summary>
    public Task<long> CountHeldAsync(string cluster, CancellationToken ct) => inventories.Documents.CountAsync(
        Find<InventoryDocument>.All.Where(inventory => inventory.Cluster, cluster).After(inventory => inventory.HeldUntil, clock.GetUtcNow()), ct);

    /// <summary>Holds the inventory for a part, with the objects that may come into being written down.</summary>
    public async Task<Claim> ClaimAsync(ClusterRolloutDocument part, IReadOnlyList<(ObjectKey Key, string Component)> planned, CancellationToken ct)
    {
        while (true)
        {
            var id = InventoryDocument.IdOf(part.ApplicationKey, part.Cluster);
            var inventory = await inventories.Documents.GetAsync(id, ct) ?? New(part, id);
            if (inventory.Order > part.Order)
                return new() { Outdated = true };
            if (inventory.Done.Find(done => done.Part == part.Id && done.Attempt == part.Attempt) is { } done)
                return new() { Done = (inventory, done) };
            // Its own message, heard twice, waits too: what the other still sends would come after what is applied next.
            if (IsHeld(inventory))
                return new() { BusyUntil = inventory.Holder == part.Id ? inventory.HeldUntil : clock.GetUtcNow() + Soon };
            Hold(inventory, part, planned);
            if (inventory.Version == 0 ? await inventories.InsertAsync(inventory, ct) : await inventories.ReplaceAsync(inventory, ct))
                return new() { Held = inventory };
        }
    }

    /// <summary>Holds it for other work than a part's. False: somebody else holds it.</summary>
    public async Task<bool> HoldAsync(InventoryDocument inventory, string holder, CancellationToken ct)
    {
        if (IsHeld(inventory))
            return false;
        Hold(inventory, holder);
        return await inventories.ReplaceAsync(inventory, ct);
    }

    /// <summary>Holds it on. False: somebody else holds it by now.</summary>
    public async Task<bool> RenewAsync(InventoryDocument inventory, CancellationToken ct)
    {
        while (true)
        {
            if (await inventories.Documents.GetAsync(inventory.Id, ct) is not { } current || current.Hold != inventory.Hold || current.Holder != inventory.Holder)
                return false;
            current.HeldUntil = clock.GetUtcNow() + Lease.Length;
            if (!await inventories.ReplaceAsync(current, ct))
                continue;
            // Who works on it writes it again: what was stored meanwhile is that one's starting point.
            (inventory.Version, inventory.HeldUntil) = (current.Version, current.HeldUntil);
            (inventory.Outbox, inventory.OutboxSince) = (current.Outbox, current.OutboxSince);
            (inventory.OutboxSequence, inventory.OutboxPulls) = (current.OutboxSequence, current.OutboxPulls);
            return true;
        }
    }

    /// <summary>Everything of the part is applied. False: somebody else holds the inventory by now.</summary>
    public async Task<bool> AppliedAsync(InventoryDocument inventory, ClusterRolloutDocument part, ApplyOutcome outcome, CancellationToken ct)
    {
        var done = new DonePart(part.Id, part.Step, part.Attempt, outcome.Applied.Count, outcome.Changed, Bounded.Of(outcome.Warnings), outcome.Withheld);
        if (outcome.Doubtful)
            Doubt(inventory);
        Finish(inventory, part, done);
        Announce(inventory, part.Attempt, done);
        return await inventories.ReplaceAsync(inventory, ct);
    }

    /// <summary>Nothing is left there. False: somebody else holds the inventory by now.</summary>
    public async Task<bool> RemovedAsync(InventoryDocument inventory, ClusterRolloutDocument part, int deleted, CancellationToken ct)
    {
        inventory.Objects.RemoveAll(item => item.WasApplied || !inventory.IsDoubtful(clock.GetUtcNow()));
        Finish(inventory, part, new DonePart(part.Id, part.Step, part.Attempt, 0, deleted, []));
        inventory.Publish(new ClusterRemoved
        {
            Namespace = part.Namespace,
            Application = part.Application,
            Cluster = part.Cluster,
            Rollout = part.Rollout,
            Revision = part.Revision,
            Attempt = part.Attempt,
            Sequence = inventory.Sequence,
            Deleted = deleted,
        });
        return await inventories.ReplaceAsync(inventory, ct);
    }

    /// <summary>It is held no longer, and what is known by now is kept. False: somebody else holds it by now.</summary>
    /// <param name="inventory">Held.</param>
    /// <param name="doubtful">Requests may be on their way that got no answer.</param>
    /// <param name="ct">The caller went away.</param>
    public async Task<bool> ReleaseAsync(InventoryDocument inventory, bool doubtful, CancellationToken ct)
    {
        if (doubtful)
            Doubt(inventory);
        (inventory.Holder, inventory.HeldUntil) = (null, null);
        inventory.Empty = inventory.Objects.Count == 0;
        return await inventories.ReplaceAsync(inventory, ct);
    }

    /// <summary>Tells everyone the inventory as it is, page by page.</summary>
    public static void Announce(InventoryDocument inventory, int attempt, DonePart? done)
    {
        var pages = Paged(inventory).DefaultIfEmpty([]).ToList();
        for (var page = 0; page < pages.Count; page++)
        {
            inventory.Publish(new ClusterApplied
            {
                Namespace = inventory.Namespace,
                Application = inventory.Application,
                Cluster = inventory.Cluster,
                Rollout = inventory.Rollout,
                Revision = inventory.Revision,
                Attempt = attempt,
                Sequence = inventory.Sequence,
                Inventory = [.. pages[page].Select(item => item.ToContract())],
                Shapes = ShapesOf(inventory, pages[page]),
                Page = page,
                Pages = pages.Count,
                Changed = done?.Changed ?? 0,
                Unchanged = done is null ? inventory.Objects.Count : done.Applied - done.Changed,
                Warnings = done?.Warnings ?? [],
            });
        }
    }

    private static IEnumerable<List<InventoryObject>> Paged(InventoryDocument inventory)
    {
        var (page, characters, shapes) = (new List<InventoryObject>(), 0, new HashSet<string>());
        foreach (var item in inventory.Objects.Where(item => item.WasApplied))
        {
            var more = ObjectCharacters + (item.Print?.Length ?? 0)
                + (item.Shape is { } shape && !shapes.Contains(shape) ? inventory.Shapes.GetValueOrDefault(shape)?.Length ?? 0 : 0);
            if (page.Count == PageSize || (page.Count > 0 && characters + more > PageCharacters))
            {
                yield return page;
                (page, characters, shapes) = ([], 0, []);
            }

            page.Add(item);
            characters += more;
            if (item.Shape is not null)
                shapes.Add(item.Shape);
        }

        if (page.Count > 0)
            yield return page;
    }

    private static Dictionary<string, string> ShapesOf(InventoryDocument inventory, IEnumerable<InventoryObject> objects) => objects
        .Select(item => item.Shape).OfType<string>().Distinct().Where(inventory.Shapes.ContainsKey).ToDictionary(shape => shape, shape => inventory.Shapes[shape]);

    private static InventoryDocument New(ClusterRolloutDocument part, string id) => new()
    {
        Id = id,
        Namespace = part.Namespace,
        Application = part.Application,
        ApplicationKey = part.ApplicationKey,
        Cluster = part.Cluster,
    };

    private void Hold(InventoryDocument inventory, ClusterRolloutDocument part, IReadOnlyList<(ObjectKey Key, string Component)> planned)
    {
        Hold(inventory, part.Id);
        var before = inventory.Order;
        if (inventory.Order < part.Order)
            inventory.Done.Clear();
        inventory.Order = part.Order;
        var known = inventory.Objects.ToDictionary(item => item.Identity);
        foreach (var (key, component) in planned)
        {
            if (!known.TryGetValue(InventoryObject.IdentityOf(key), out var item))
            {
                item = new() { ApiVersion = key.ApiVersion, Kind = key.Kind, Namespace = key.Namespace, Name = key.Name, Component = component };
                known[item.Identity] = item;
                inventory.Objects.Add(item);
            }

            item.Returning |= item.WasApplied && item.Order < before && inventory.IsDoubtful(clock.GetUtcNow());
            (item.Order, item.Unsettled) = (part.Order, true);
        }

        inventory.Empty = inventory.Objects.Count == 0;
    }

    private void Hold(InventoryDocument inventory, string holder)
    {
        // Whoever held it before never said what came of it.
        if (inventory.Holder is not null)
            Doubt(inventory);
        (inventory.Holder, inventory.Hold, inventory.HeldBy, inventory.HeldUntil) = (holder, Guid.NewGuid(), process, clock.GetUtcNow() + Lease.Length);
    }

    /// <summary>Somebody works on it. Where this process is the only one, what another held is nobody's: that one has ended.</summary>
    private bool IsHeld(InventoryDocument inventory) =>
        inventory.Holder is not null && inventory.HeldUntil > clock.GetUtcNow() && (inventory.HeldBy == process || platform.Broker is not null);

    private void Doubt(InventoryDocument inventory) => inventory.DoubtfulUntil = clock.GetUtcNow() + options.LateRequests;

    private static void Finish(InventoryDocument inventory, ClusterRolloutDocument part, DonePart done)
    {
        (inventory.Holder, inventory.HeldUntil) = (null, null);
        (inventory.Rollout, inventory.Revision) = (part.Rollout, part.Revision);
        inventory.Sequence++;
        var used = inventory.Objects.Select(item => item.Shape).ToHashSet();
        foreach (var shape in inventory.Shapes.Keys.Where(shape => !used.Contains(shape)).ToList())
            inventory.Shapes.Remove(shape);
        inventory.Empty = inventory.Objects.Count == 0;
        inventory.Done.RemoveAll(known => known.Part == done.Part);
        inventory.Done.Add(done);
    }
}
