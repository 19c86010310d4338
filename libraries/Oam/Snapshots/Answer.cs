using System.Text.Json.Nodes;

namespace Platform.Oam;

/// <summary>What became of a need: a value, or the reason why there will be none.</summary>
/// <param name="Value">What was asked for; the same for as long as the snapshot lives. Not to be changed.</param>
/// <param name="Fault">What is wrong with what was asked for, for a person: a fault of the application.</param>
public sealed record Answer(JsonNode? Value, string? Fault = null)
{
    /// <summary>It can't be had, and asking again would not help.</summary>
    public static Answer Failed(string fault) => new(null, fault);
}
