namespace Platform.Notifications;

/// <summary>What came of sending something.</summary>
/// <param name="Fault">Why it did not arrive, for a person; null when it did.</param>
/// <param name="Final">Trying again is of no use.</param>
/// <param name="RetryAfter">How long the receiver asked to wait.</param>
/// <param name="Status">The status code of an HTTP receiver that refused.</param>
public sealed record SendOutcome(string? Fault = null, bool Final = false, TimeSpan? RetryAfter = null, int? Status = null)
{
    /// <summary>It arrived.</summary>
    public static SendOutcome Arrived { get; } = new();

    /// <summary>It arrived.</summary>
    public bool HasArrived => Fault is null;
}
