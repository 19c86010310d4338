using Platform.Oam.Documents;

namespace Platform.Oam.Expressions;

/// <summary>An expression that has no value on a cluster.</summary>
internal sealed record MissingValue(DocumentNode Node, string Path, string Cluster)
{
    /// <summary>One fault for all clusters that lack the same value at the same place.</summary>
    public static Fault ToFault(IReadOnlyList<MissingValue> missing)
    {
        var (node, path, _) = missing[0];
        var clusters = missing.Select(value => value.Cluster).Distinct().Order(StringComparer.Ordinal).ToList();
        var where = clusters.Count == 1 ? $"cluster {clusters[0]}" : $"clusters {Names.Listed(clusters, 100)}";
        return node.Fault($"${{{path}}} has no value on {where}: {Remedy(path)} or give a default, ${{{path} ?? …}}");
    }

    private static string Remedy(string path) => path.Split('.') switch
    {
        ["cluster", "labels", var label, ..] => $"give them the label '{label}'",
        ["cluster", "params", var name, ..] => $"give them the parameter '{name}'",
        _ => $"give '{path}' a value",
    };
}
