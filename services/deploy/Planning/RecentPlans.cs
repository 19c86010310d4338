namespace Platform.Deploy.Planning;

/// <summary>
/// Plans that were stored or read last: hundreds of clusters share one. They never change, and stay as sealed as they are stored.
/// </summary>
internal sealed class RecentPlans
{
    /// <summary>Characters of all of them together.</summary>
    private const int Room = 8 * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedListNode<PlanDocument>> known = new(StringComparer.Ordinal);
    private readonly LinkedList<PlanDocument> byAge = [];
    private long characters;

    public PlanDocument? Find(string id)
    {
        lock (gate)
        {
            if (!known.TryGetValue(id, out var node))
                return null;
            byAge.Remove(node);
            byAge.AddLast(node);
            return node.Value;
        }
    }

    public PlanDocument Add(PlanDocument plan)
    {
        lock (gate)
        {
            if (known.TryGetValue(plan.Id, out var there))
                return there.Value;
            known[plan.Id] = byAge.AddLast(plan);
            for (characters += plan.Objects.Length; characters > Room && byAge.First is { } oldest; characters -= oldest.Value.Objects.Length)
            {
                known.Remove(oldest.Value.Id);
                byAge.RemoveFirst();
            }

            return plan;
        }
    }
}
