namespace Platform.Deploy.Drift;

/// <summary>What came of a repair.</summary>
/// <param name="Repaired">The object is as it should be, and was not before.</param>
/// <param name="Failed">It may work later.</param>
/// <param name="Again">It could not begin; when to come back.</param>
internal readonly record struct RepairOutcome(bool Repaired = false, bool Failed = false, TimeSpan? Again = null);
