using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Oam.Expressions;

namespace Platform.Oam;

/// <summary>
/// What <c>if</c> of a step says: <c>always</c>, or comparisons of values (<c>status.build.failed</c>, <c>status["step-1"].phase == "succeeded"</c>,
/// <c>inputs.count &gt; 2</c>, <c>context.name</c>) joined by <c>&amp;&amp;</c>, <c>||</c>, <c>!</c> and parentheses. Values are looked up; no code runs.
/// </summary>
public sealed class StepCondition
{
    private readonly Func<JsonObject, JsonNode?> value;

    private StepCondition(Func<JsonObject, JsonNode?> value, IReadOnlyList<string> steps) => (this.value, Steps) = (value, steps);

    /// <summary>Names of the steps whose status it asks for.</summary>
    public IReadOnlyList<string> Steps { get; }

    /// <summary>Reads it; null and why when it can't be.</summary>
    public static StepCondition? Parse(string text, out string? fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        var reader = new ConditionReader(text);
        var value = reader.Read(out fault);
        return value is null ? null : new(value, reader.Steps);
    }

    /// <summary>Whether it holds. What isn't there is neither true nor equal to anything but itself.</summary>
    /// <param name="scope">With the members status, inputs and context.</param>
    public bool Holds(JsonObject scope) => IsTrue(value(scope));

    internal static bool IsTrue(JsonNode? node) => node?.GetValueKind() == JsonValueKind.True;

    internal static bool Compare(JsonNode? left, string comparison, JsonNode? right)
    {
        if (comparison is "==" or "!=")
            return Same(left, right) == (comparison == "==");
        var order = Number(left) is { } a && Number(right) is { } b ? a.CompareTo(b)
            : left?.GetValueKind() == JsonValueKind.String && right?.GetValueKind() == JsonValueKind.String ? string.CompareOrdinal(left.ToString(), right.ToString())
            : (int?)null;
        return order is { } known && comparison switch { "<" => known < 0, "<=" => known <= 0, ">" => known > 0, _ => known >= 0 };
    }

    private static bool Same(JsonNode? left, JsonNode? right) =>
        Number(left) is { } a && Number(right) is { } b ? a == b : JsonNode.DeepEquals(left, right);

    private static decimal? Number(JsonNode? node) => node?.GetValueKind() == JsonValueKind.Number
        && decimal.TryParse(node.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
