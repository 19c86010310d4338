namespace Platform.Deploy;

/// <summary>
/// Texts that go into a message or a document: as many as a person reads, however many clusters, objects or faults they are about. A
/// message stays below 256 KB.
/// </summary>
internal static class Bounded
{
    private const int Most = 50;
    private const int Longest = 1_000;

    public static List<string> Of(IEnumerable<string> texts)
    {
        var all = texts.Distinct().ToList();
        var some = all.Take(Most).Select(Of).ToList();
        if (all.Count > Most)
            some.Add($"and {all.Count - Most} more");
        return some;
    }

    public static string Of(string text) => text.Length <= Longest ? text : text[..(Longest - 1)] + "…";
}
