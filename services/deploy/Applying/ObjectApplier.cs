using System.Diagnostics;
using System.Text.Json.Nodes;
using Platform.Deploy.Planning;
using Platform.Kubernetes;
using Platform.Oam;

namespace Platform.Deploy.Applying;

/// <summary>
/// Applies the objects of a plan in the order they need each other: rank by rank, those of a rank some at once. A rank with a failure
/// is finished, the next is not begun.
/// </summary>
internal sealed class ObjectApplier(RightsCheck rights, AppliedPrints prints, DeployOptions options, TimeProvider clock)
{
    /// <summary>An annotation: see <see cref="InventoryObject.Returning"/>.</summary>
    private const string WantedAgain = "platform.oam.dev/wanted-again";

    private const int LooksAtOnce = 8;

    public async Task<ApplyOutcome> ApplyAsync(
        ClusterClient client, IReadOnlyList<PlannedObject> objects, InventoryDocument inventory, string? runAs, CancellationToken ct, bool force = false)
    {
        var known = inventory.Objects.ToDictionary(item => item.Identity);
        var outcome = new ApplyOutcome();
        outcome.Failures.AddRange(await KindsCheck.MissingAsync(client, objects, ct));
        outcome.Failures.AddRange(await rights.MissingAsync(client, [.. objects.Where(item => Entry(known, item)?.WasApplied != true)], runAs, ct));
        if (!outcome.Succeeded)
            return outcome;
        var live = await LiveAsync(client, [.. objects.Where(item => PolicyApplier.NeedsLive(item, Entry(known, item)))], ct);
        var ranks = objects.GroupBy(item => ApplyOrder.RankOf(item.Key.Kind)).OrderBy(rank => rank.Key);
        foreach (var rank in ranks)
        {
            var results = await AtOnce.AllAsync([.. rank], options.ObjectsAtOnce, async item =>
            {
                var apply = new ApplyOptions { KnownResourceVersion = Entry(known, item)?.ResourceVersion, ImpersonateUser = runAs, Force = force, KeepObject = true };
                var began = Stopwatch.GetTimestamp();
                var wanted = Entry(known, item)?.Returning == true ? Anew(item, inventory) : item;
                var result = await ApplyAsync(client, wanted, live.GetValueOrDefault(item), inventory.ApplicationKey, apply, ct);
                DeployMetrics.ApplyTime.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
                DeployMetrics.Applies.Add(1, new KeyValuePair<string, object?>("outcome", !result.Succeeded ? "failed" : result.Changed ? "changed" : "unchanged"));
                return result;
            });
            foreach (var (item, result) in rank.Zip(results))
                Take(outcome, inventory, item, Entry(known, item), result);
            if (!outcome.Succeeded)
                break;
        }

        return outcome;
    }

    private static InventoryObject? Entry(Dictionary<string, InventoryObject> known, PlannedObject item) =>
        known.GetValueOrDefault(item.Identity);

    /// <summary>All at once before the first is applied: it costs one round trip, not one for each rank.</summary>
    private static async Task<Dictionary<PlannedObject, JsonObject?>> LiveAsync(ClusterClient client, IReadOnlyList<PlannedObject> objects, CancellationToken ct)
    {
        var live = await AtOnce.AllAsync(objects, LooksAtOnce, item => client.GetAsync(item.Key, ct));
        return new(objects.Zip(live, KeyValuePair.Create), ReferenceEqualityComparer.Instance);
    }

    /// <summary>The same object with a mark that it never had, so that its version changes.</summary>
    private static PlannedObject Anew(PlannedObject item, InventoryDocument inventory)
    {
        var manifest = (JsonObject)item.Manifest.DeepClone();
        var metadata = manifest["metadata"]!.AsObject();
        if (metadata["annotations"] is not JsonObject annotations)
            metadata["annotations"] = annotations = [];
        annotations[WantedAgain] = $"{inventory.Order}";
        return item with { Manifest = manifest };
    }

    private static async Task<ApplyResult> ApplyAsync(ClusterClient client, PlannedObject item, JsonObject? live, string application, ApplyOptions apply, CancellationToken ct)
    {
        var result = await TryAsync(client, item, live, application, apply, ct);
        if (result.Failure is not { StatusCode: 404 } failure || item.Key.Namespace is not { } ns || !IsMissingNamespace(failure, ns))
            return result;
        // Not in the inventory: a namespace may hold what others put there, so we never delete one we were not told to make.
        var made = await client.ApplyAsync(Namespace(ns), ct: ct);
        return made.Succeeded
            ? await TryAsync(client, item, live, application, apply, ct)
            : result with { Failure = made.Failure with { Message = $"namespace {ns} does not exist on {client.Cluster} and can't be made: {made.Failure.Message}" } };
    }

    private static async Task<ApplyResult> TryAsync(ClusterClient client, PlannedObject item, JsonObject? live, string application, ApplyOptions apply, CancellationToken ct)
    {
        try
        {
            return await PolicyApplier.ApplyAsync(client, item, live, application, apply, ct);
        }
        catch (KubernetesException e)
        {
            return new() { Key = item.Key, Failure = e.Failure };
        }
    }

    private void Take(ApplyOutcome outcome, InventoryDocument inventory, PlannedObject item, InventoryObject? entry, ApplyResult result)
    {
        if (result.Failure is { } failure)
        {
            outcome.Failures.Add((result.Key, failure));
            return;
        }

        outcome.Applied.Add(result);
        outcome.Warnings.AddRange(result.Warnings);
        if (entry is null)
            throw new InvalidOperationException($"{result.Key} is applied but was not written down.");
        // The cluster says what it is: its namespace may be none (a kind that is cluster-scoped).
        (entry.ApiVersion, entry.Namespace, entry.Component) = (result.Key.ApiVersion, result.Key.Namespace, item.Component);
        (entry.Definition, entry.Returning) = (item.Definition, false);
        (entry.Resource, entry.Uid, entry.ResourceVersion, entry.Generation) = (result.Resource, result.Uid, result.ResourceVersion, result.Generation);
        entry.Unsettled = result.Doubtful || inventory.IsDoubtful(clock.GetUtcNow());
        var handling = item.Handling ?? ObjectHandling.Usual;
        (entry.Deletion, entry.Orphans, entry.ReadOnly, entry.Shared, entry.Depth) = (handling.Deletion, handling.Orphans, handling.ReadOnly, handling.Shared, handling.Depth);
        prints.Take(inventory, entry, item, result.Live);
    }

    private static bool IsMissingNamespace(KubernetesFailure failure, string ns) =>
        failure.Message.Contains($"namespaces \"{ns}\" not found", StringComparison.Ordinal);

    private static JsonObject Namespace(string name) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Namespace",
        ["metadata"] = new JsonObject { ["name"] = name },
    };
}
