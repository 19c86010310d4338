namespace Platform.Status.Observing;

/// <summary>What was announced last of an application's part on a cluster. The id is that of its part.</summary>
internal sealed class ObservationDocument : OutboxDocument
{
    public Observation? Last { get; set; }

    /// <summary>The drift that was announced and is still there: mark by object.</summary>
    public Dictionary<string, string> Drifts { get; set; } = [];

    /// <summary>Grows with every announcement, and across a removal too, since it starts from the time.</summary>
    public long Sequence { get; set; }
}
