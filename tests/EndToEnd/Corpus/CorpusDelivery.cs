using System.Text.RegularExpressions;
using Platform.Tests.Support;

namespace Platform.EndToEnd.Tests.Corpus;

/// <summary>A file of the corpus on its way to the clusters.</summary>
/// <param name="File">Its path in the corpus.</param>
/// <param name="Expected">What the corpus's index says.</param>
/// <param name="Namespace">Where it is submitted.</param>
internal sealed partial record CorpusDelivery(string File, string Expected, string Namespace)
{
    public string Applications => $"namespaces/{Namespace}/applications";

    /// <summary>The documents; the Application says no namespace, so that it has the one of the path. Where it makes a namespace that another file makes too, that has a name of its own.</summary>
    public string Text => string.Join("\n---\n", ApplicationCorpus.Text(File).Split("\n---").Select(document =>
        document.Contains("kind: Application", StringComparison.Ordinal) ? OwnNamespace().Replace(document, "", 1) : document.Replace("namespace: default", $"namespace: {Namespace}", StringComparison.Ordinal)))
        .Replace("name: example\n", $"name: {Namespace}-example\n", StringComparison.Ordinal);

    public Task<CorpusOutcome> Outcome { get; set; } = null!;

    [GeneratedRegex("^  namespace: .*$", RegexOptions.Multiline)]
    private static partial Regex OwnNamespace();
}

/// <summary>What came of it.</summary>
/// <param name="Ended">refused, or the phase its rollout ended in.</param>
/// <param name="Reason">Why, where it didn't succeed.</param>
/// <param name="Differences">Fields of rendered objects that the clusters have otherwise, or not.</param>
internal sealed record CorpusOutcome(string Ended, string Reason, IReadOnlyList<string> Differences)
{
    public int Objects { get; init; }

    /// <summary>Phase by step.</summary>
    public IReadOnlyDictionary<string, string> Steps { get; init; } = new Dictionary<string, string>();
}
