using System.Text.Json.Nodes;
using Platform.Oam.Expressions;

namespace Platform.Oam;

/// <summary>Values that steps and components give to others.</summary>
public static class OutputValues
{
    /// <summary>What <c>valueFrom</c> says of a scope; null when something it names isn't there (yet), or it can't be read.</summary>
    /// <param name="valueFrom">E.g. <c>output.status.conditions[0].message</c>.</param>
    /// <param name="scope">Its members are what paths begin with: output, outputs, context, …</param>
    public static JsonNode? Of(string valueFrom, JsonObject scope) => OutputExpression.Parse(valueFrom, out _)?.Evaluate(scope);
}
