namespace Platform.Status.Observing;

/// <summary>Health of an application's part on a cluster, as seen at one moment.</summary>
internal sealed record Observation
{
    public required long Revision { get; init; }

    /// <summary>Which state of the inventory was looked at.</summary>
    public required long AppliedSequence { get; init; }

    public required HealthStatus Health { get; init; }

    public required IReadOnlyList<ComponentHealth> Components { get; init; }

    /// <summary>Every object was seen at or after the version applied.</summary>
    public required bool AppliedVersionsSeen { get; init; }

    /// <summary>When it was so; not part of what makes two observations differ.</summary>
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>Differs in more than words: worth telling at once.</summary>
    public bool DiffersInSubstance(Observation? other) =>
        other is null || Revision != other.Revision || AppliedSequence != other.AppliedSequence || Health != other.Health
        || AppliedVersionsSeen != other.AppliedVersionsSeen
        || !Components.Select(c => (c.Component, c.Health)).SequenceEqual(other.Components.Select(c => (c.Component, c.Health)));

    public bool Differs(Observation? other) =>
        DiffersInSubstance(other)
        || !Components.Select(c => c.Message).SequenceEqual(other!.Components.Select(c => c.Message))
        || !Components.SelectMany(c => c.Images).SequenceEqual(other.Components.SelectMany(c => c.Images));
}
