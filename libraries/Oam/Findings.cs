using Platform.Oam.Documents;

namespace Platform.Oam;

/// <summary>Faults and warnings as they are found; each is told once, and not without end.</summary>
internal sealed class Findings
{
    private readonly List<Fault> faults = [];
    private readonly List<Fault> warnings = [];
    private readonly HashSet<Fault> seenFaults = [];
    private readonly HashSet<Fault> seenWarnings = [];
    private int untold;

    public bool HasFaults => faults.Count > 0;

    public int FaultCount => faults.Count + untold;

    public void Add(Fault fault) => Add(faults, fault);

    public void Warn(Fault warning) => Add(warnings, warning);

    public void AddAll(IEnumerable<Fault> others)
    {
        foreach (var fault in others) Add(fault);
    }

    public void WarnAll(IEnumerable<Fault> others)
    {
        foreach (var warning in others) Warn(warning);
    }

    /// <summary>All faults in the order of the text.</summary>
    public IReadOnlyList<Fault> Faults()
    {
        var told = InOrder(faults);
        if (untold > 0) told.Add(new("", null, null, $"… and {untold} more"));
        return told;
    }

    /// <summary>All warnings in the order of the text.</summary>
    public IReadOnlyList<Fault> Warnings() => InOrder(warnings);

    private void Add(List<Fault> list, Fault fault)
    {
        if (!(list == faults ? seenFaults : seenWarnings).Add(fault)) return;
        if (list.Count < DocumentLimits.Faults) list.Add(fault);
        else if (list == faults) untold++;
    }

    private static List<Fault> InOrder(List<Fault> list) =>
        [.. list.OrderBy(fault => fault.Line ?? int.MaxValue).ThenBy(fault => fault.Column ?? int.MaxValue)];
}
