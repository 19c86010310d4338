namespace Platform.Oam;

/// <summary>What a check found, in the order of the document.</summary>
public sealed record ValidationResult(IReadOnlyList<Fault> Faults, IReadOnlyList<Fault> Warnings)
{
    /// <summary>What has to be fetched before everything is checked; none while there are faults.</summary>
    public IReadOnlyList<Need> Needs { get; init; } = [];

    /// <summary>No faults; there may be warnings.</summary>
    public bool IsValid => Faults.Count == 0;
}
