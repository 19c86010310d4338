using Platform.Kubernetes;

namespace Platform.Deploy.Applying;

/// <summary>What is done for a part: applying, or removing.</summary>
internal interface IPartWork
{
    /// <summary>Makes ready what is to be done; null: it is.</summary>
    /// <exception cref="KubernetesException">The cluster refused, or gave no answer.</exception>
    Task<Unready?> PrepareAsync(ClusterClient client, ClusterRolloutDocument part, CancellationToken ct) => Task.FromResult<Unready?>(null);

    /// <summary>Objects that may come into being, to be written down first.</summary>
    Task<IReadOnlyList<(ObjectKey Key, string Component)>> PlannedAsync(ClusterRolloutDocument part, CancellationToken ct);

    /// <summary>Does it.</summary>
    Task<ApplyOutcome> DoAsync(ClusterClient client, ClusterRolloutDocument part, InventoryDocument inventory, CancellationToken ct);

    /// <summary>Writes down what was done. False: somebody else holds the inventory by now.</summary>
    Task<bool> RecordAsync(InventoryDocument inventory, ClusterRolloutDocument part, ApplyOutcome outcome, CancellationToken ct);

    /// <summary>What was done is written down: the part goes on, or ends.</summary>
    Task FinishAsync(ClusterRolloutDocument part, DonePart done, long sequence, CancellationToken ct);
}
