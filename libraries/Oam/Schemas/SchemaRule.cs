using System.Text.Json.Nodes;
using Platform.Oam.Documents;

namespace Platform.Oam.Schemas;

/// <summary>A keyword of JSON Schema beyond types, names, choices and ranges.</summary>
/// <param name="Keyword">E.g. <c>pattern</c>.</param>
/// <param name="Written">Its value, as it is shown.</param>
/// <param name="Fault">Why a value doesn't fit; null = it fits, or isn't what the keyword speaks of.</param>
internal sealed record SchemaRule(string Keyword, JsonNode? Written, Func<DocumentNode, string?> Fault);
