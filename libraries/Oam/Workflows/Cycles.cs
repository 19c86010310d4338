namespace Platform.Oam.Workflows;

/// <summary>Finds things that wait for each other.</summary>
internal static class Cycles
{
    /// <summary><c>a → b → a</c>; null when there is none. Names that aren't there are passed over.</summary>
    public static string? Find<T>(IEnumerable<T> items, Func<T, string> nameOf, Func<T, IReadOnlyList<string>> needs)
    {
        var open = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var item in items) open.TryAdd(nameOf(item), [.. needs(item)]);
        foreach (var needed in open.Values) needed.RemoveAll(name => !open.ContainsKey(name));
        while (open.Where(pair => pair.Value.Count == 0).Select(pair => pair.Key).ToList() is { Count: > 0 } ready)
        {
            foreach (var name in ready) open.Remove(name);
            foreach (var needed in open.Values) needed.RemoveAll(ready.Contains);
        }

        if (open.Count == 0) return null;
        var path = new List<string> { open.Keys.Order(StringComparer.Ordinal).First() };
        while (path.IndexOf(path[^1]) == path.Count - 1) path.Add(open[path[^1]][0]);
        return string.Join(" → ", path.Skip(path.IndexOf(path[^1])));
    }
}
