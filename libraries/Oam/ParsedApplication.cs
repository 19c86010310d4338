namespace Platform.Oam;

/// <summary>What reading a file gave.</summary>
/// <param name="Application">Null when there are faults that leave nothing to work with.</param>
/// <param name="Faults">Everything that is wrong in the form of the document, not only the first thing.</param>
/// <param name="Warnings">What was read but is probably not what was meant (unknown fields).</param>
public sealed record ParsedApplication(Application? Application, IReadOnlyList<Fault> Faults, IReadOnlyList<Fault> Warnings)
{
    /// <summary>False when the text is neither YAML nor JSON, or beyond the limits: the faults say where.</summary>
    public bool IsReadable { get; init; } = true;
}
