using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Platform.Oam.Expressions;

/// <summary>Reads a <see cref="StepCondition" />: a recursive descent over at most some hundred tokens.</summary>
internal sealed partial class ConditionReader(string text)
{
    private const int Longest = 2000;
    private const int Deepest = 20;
    private static readonly string[] Roots = ["status", "inputs", "context"];
    private static readonly string[] Members = ["succeeded", "failed", "skipped", "timeout", "phase"];
    private readonly List<string> steps = [];
    private List<string> tokens = [];
    private int at;
    private int depth;
    private string? fault;

    public IReadOnlyList<string> Steps => steps;

    public Func<JsonObject, JsonNode?>? Read(out string? why)
    {
        why = text.Length > Longest ? $"it is longer than {Longest} characters" : Split();
        if (why is not null) return null;
        var value = Or();
        if (fault is null && at < tokens.Count) fault = $"'{tokens[at]}' isn't expected";
        why = fault;
        return fault is null ? value : null;
    }

    private string? Split()
    {
        var end = 0;
        foreach (Match match in Token().Matches(text))
        {
            if (text[end..match.Index].Trim() is { Length: > 0 } strange) return $"'{strange}' isn't expected; write conditions such as status.build.failed || inputs.count > 2";
            tokens.Add(match.Value);
            end = match.Index + match.Length;
        }

        if (text[end..].Trim() is { Length: > 0 } rest) return $"'{rest}' isn't expected";
        return tokens.Count == 0 ? "it is empty" : null;
    }

    private Func<JsonObject, JsonNode?> Or()
    {
        var left = And();
        while (Take("||"))
        {
            var (first, second) = (left, And());
            left = scope => StepCondition.IsTrue(first(scope)) || StepCondition.IsTrue(second(scope));
        }

        return left;
    }

    private Func<JsonObject, JsonNode?> And()
    {
        var left = Comparison();
        while (Take("&&"))
        {
            var (first, second) = (left, Comparison());
            left = scope => StepCondition.IsTrue(first(scope)) && StepCondition.IsTrue(second(scope));
        }

        return left;
    }

    private Func<JsonObject, JsonNode?> Comparison()
    {
        var left = Operand();
        if (at >= tokens.Count || tokens[at] is not ("==" or "!=" or "<" or "<=" or ">" or ">=")) return left;
        var comparison = tokens[at++];
        var right = Operand();
        return scope => StepCondition.Compare(left(scope), comparison, right(scope));
    }

    private Func<JsonObject, JsonNode?> Operand()
    {
        if (++depth > Deepest) fault ??= $"it is more than {Deepest} deep";
        var value = fault is not null ? Nothing : Take("!") ? Not(Operand()) : Take("(") ? Closed(Or()) : Simple();
        depth--;
        return value;
    }

    private static Func<JsonObject, JsonNode?> Not(Func<JsonObject, JsonNode?> value) => scope => !StepCondition.IsTrue(value(scope));

    private Func<JsonObject, JsonNode?> Closed(Func<JsonObject, JsonNode?> value)
    {
        if (!Take(")")) fault ??= "')' is missing";
        return value;
    }

    private Func<JsonObject, JsonNode?> Simple()
    {
        if (at >= tokens.Count)
        {
            fault ??= "a value is missing at the end";
            return Nothing;
        }

        var token = tokens[at++];
        if (token is "always" or "true") return _ => true;
        if (token == "false") return _ => false;
        if (token == "null") return Nothing;
        if (token[0] is '"' or '\'') return _ => token[1..^1];
        if (char.IsAsciiDigit(token[0]) || token[0] == '-') return _ => JsonNode.Parse(token);
        return Path(token);
    }

    private Func<JsonObject, JsonNode?> Path(string token)
    {
        var path = new OutputReader(token).Path(out var unreadable);
        // Upstream's own examples leave out status: build.failed.
        if (path is [_, var member] && !Roots.Contains(path[0]) && Members.Contains(member)) path = ["status", .. path];
        fault ??= unreadable ?? (Roots.Contains(path![0]) ? null : $"'{token}' isn't known: values begin with {string.Join(", ", Roots)}, texts stand in quotes");
        if (fault is not null) return Nothing;
        if (path is ["status", var step, ..]) steps.Add(step);
        return scope => JsonPaths.Walk(scope, path)?.DeepClone();
    }

    private static JsonNode? Nothing(JsonObject scope) => null;

    private bool Take(string wanted)
    {
        if (at >= tokens.Count || tokens[at] != wanted) return false;
        at++;
        return true;
    }

    [GeneratedRegex("""\|\||&&|==|!=|<=|>=|[<>!()]|"[^"]*"|'[^']*'|-?\d+(?:\.\d+)?(?![\w.])|[A-Za-z_$][\w$-]*(?:\.[\w$-]+|\["[^"]+"\]|\[\d+\])*""")]
    private static partial Regex Token();
}
