using System.Text.RegularExpressions;
using Platform.Oam.Documents;

namespace Platform.Oam.Expressions;

/// <summary>
/// <c>${cluster.params.replicas ?? 2}</c> in a property. Only what begins with a known root is one: <c>${HOME}</c> in a
/// shell command stays as it is, so that applications written for other runtimes run unchanged. <c>$${cluster.name}</c>
/// is the text <c>${cluster.name}</c>. Values are looked up, nothing is computed and no code runs.
/// </summary>
internal static partial class Expression
{
    /// <summary>What an expression may begin with.</summary>
    public static readonly IReadOnlyList<string> Roots = ["cluster", "params", "application", "component", "inputs"];

    /// <summary>Whether the text has an expression in it (an escaped one is none).</summary>
    public static bool IsIn(string text) =>
        text.Contains("${", StringComparison.Ordinal) && ExpressionText.Parse(text).Parts.Any(part => part.Term is not null);

    /// <summary>Whether the value is one expression and nothing else: it may become any type then.</summary>
    public static bool IsWhole(DocumentNode node) =>
        node.Text is { } text && text.StartsWith("${", StringComparison.Ordinal) && ExpressionText.Parse(text).Whole is not null;

    /// <summary>Whether an expression begins at that place, which has <c>${</c>.</summary>
    public static bool BeginsAt(string text, int index) => Beginning().IsMatch(text.AsSpan(index, Math.Min(64, text.Length - index)));

    [GeneratedRegex(@"^\$\{\s*(cluster|params|application|component|inputs)\s*[.\[]", RegexOptions.CultureInvariant)]
    private static partial Regex Beginning();
}
