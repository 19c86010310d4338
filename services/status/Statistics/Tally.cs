namespace Platform.Status.Statistics;

/// <summary>How many there are, and how they are.</summary>
/// <param name="Count">All of them.</param>
/// <param name="Health">How many of each health; what nobody has is left out.</param>
internal sealed record Tally(int Count, IReadOnlyDictionary<HealthStatus, int> Health)
{
    public static Tally Of(IEnumerable<HealthStatus> all)
    {
        var health = new SortedDictionary<HealthStatus, int>(all.CountBy(h => h).ToDictionary());
        return new(health.Values.Sum(), health);
    }
}
