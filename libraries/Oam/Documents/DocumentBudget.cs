namespace Platform.Oam.Documents;

/// <summary>Counts what a reader builds and stops it at the limits.</summary>
internal sealed class DocumentBudget
{
    private int nodes;

    public void Node(int? line, int? column)
    {
        if (++nodes > DocumentLimits.Nodes)
            throw new DocumentException(line, column, $"the document has more than {DocumentLimits.Nodes} values (aliases count as often as they are used)");
    }

    public static void Depth(int depth, int? line, int? column)
    {
        if (depth > DocumentLimits.Depth)
            throw new DocumentException(line, column, $"maps and lists are nested more than {DocumentLimits.Depth} deep");
    }
}
