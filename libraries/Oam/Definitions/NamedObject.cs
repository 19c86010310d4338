using System.Text.Json.Nodes;

namespace Platform.Oam.Definitions;

/// <summary>An object with the name its definition gives it (label <c>trait.oam.dev/resource</c>).</summary>
internal sealed record NamedObject(string Resource, JsonObject Manifest);
