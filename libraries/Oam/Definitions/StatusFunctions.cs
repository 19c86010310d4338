using System.Text.Json.Nodes;
using Platform.Oam.Plugins.Scripts;

namespace Platform.Oam.Definitions;

/// <summary>How a definition says how its live workload is: JavaScript, run within limits, or nothing.</summary>
/// <param name="Health">Source with a function <c>health(object)</c>, which returns a health (<c>Healthy</c>, …) or <c>{status, message}</c>; null = the rule of the kind.</param>
/// <param name="Message">Source with a function <c>message(object)</c>, which returns a text; null = none of its own.</param>
public sealed record StatusFunctions(string? Health, string? Message)
{
    /// <summary>What health may be, as in docs/reference.</summary>
    private static readonly string[] Values = ["Healthy", "Suspended", "Progressing", "Missing", "Degraded", "Unknown"];

    private readonly Lazy<ScriptFunction?> health = new(() => Health is null ? null : ScriptFunction.Compile(Health, "health", out _));
    private readonly Lazy<ScriptFunction?> message = new(() => Message is null ? null : ScriptFunction.Compile(Message, "message", out _));

    /// <summary>Health and message of a live object. A function that fails makes it <c>Unknown</c>, and the message says why.</summary>
    /// <returns>Health is null when there is no function for it: the rule of the kind counts then.</returns>
    public (string? Health, string? Message) Of(JsonObject live)
    {
        ArgumentNullException.ThrowIfNull(live);
        try
        {
            var (status, told) = Read(health.Value?.Call(live));
            return (status, message.Value?.Call(live)?.ToString() ?? told);
        }
        catch (ScriptException e)
        {
            return ("Unknown", $"the definition's function failed: {e.Message}");
        }
    }

    private (string? Status, string? Message) Read(JsonNode? answer)
    {
        if (Health is null) return (null, null);
        var status = ((answer as JsonObject)?["status"] ?? answer as JsonValue)?.ToString();
        return status is not null && Values.Contains(status)
            ? (status, (answer as JsonObject)?["message"]?.ToString())
            : throw new ScriptException($"health returns '{status}', not one of {Names.Listed(Values)}");
    }
}
