using System.Globalization;
using System.Text.Json.Nodes;
using Platform.Oam.Documents;

namespace Platform.Oam.Expressions;

/// <summary>
/// What an output's <c>valueFrom</c> says: paths into what a step or component has (<c>output.status.conditions[0].message</c>),
/// texts in quotes and numbers, joined by <c>+</c>. Values are looked up, nothing is computed and no code runs.
/// </summary>
internal sealed class OutputExpression
{
    private const int MostTerms = 16;
    private readonly List<ExpressionOperand> terms = [];

    private OutputExpression()
    {
    }

    /// <summary>Reads it; null and why when it is something else.</summary>
    public static OutputExpression? Parse(string text, out string? fault)
    {
        fault = null;
        var expression = new OutputExpression();
        var reader = new OutputReader(text);
        reader.SkipImports();
        do
        {
            if (expression.terms.Count == MostTerms) fault = $"at most {MostTerms} values can be joined";
            else if (reader.Term(out fault) is { } term) expression.terms.Add(term);
            if (fault is not null) return null;
        }
        while (reader.TakePlus());

        if (reader.AtEnd) return expression;
        fault = $"'{reader.Rest}' isn't expected; write a path such as output.status.phase, texts in quotes, joined by +";
        return null;
    }

    private static JsonNode? Read(JsonObject scope, ExpressionOperand term) =>
        JsonPaths.Walk(scope, term.Path!) is { } value ? term.AsText ? JsonValue.Create(value.ToString()) : value : null;

    /// <summary>The value; null when something it names isn't there (yet).</summary>
    /// <param name="scope">Its members are what paths begin with: output, outputs, context, …</param>
    public JsonNode? Evaluate(JsonObject scope)
    {
        var values = terms.ConvertAll(term => term.Path is null ? DocumentFromJson.Read(term.Literal!, DocumentDefaults.Null).ToJson() : Read(scope, term));
        if (values.Any(value => value is null)) return null;
        if (values is [{ } only]) return only.DeepClone();
        return values.TrueForAll(value => value!.GetValueKind() == System.Text.Json.JsonValueKind.Number)
            ? JsonValue.Create(values.Sum(value => decimal.Parse(value!.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture)))
            : JsonValue.Create(string.Concat(values.Select(value => value!.ToString())));
    }
}
