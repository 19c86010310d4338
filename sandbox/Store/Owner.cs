using System.Text.Json.Nodes;

namespace Platform.Sandbox.Store;

/// <summary>An owner reference of an object.</summary>
/// <param name="Controls">The owner manages the object: there is one such owner at most.</param>
/// <param name="Blocks">A foreground deletion of the owner waits for the object.</param>
internal readonly record struct Owner(string Uid, string Kind, string Name, bool Controls, bool Blocks)
{
    public static IReadOnlyList<Owner> Of(JsonNode? references) => references is not JsonArray { Count: > 0 } list ? [] :
        [.. list.OfType<JsonObject>().Select(o => new Owner((string?)o["uid"] ?? "", (string?)o["kind"] ?? "", (string?)o["name"] ?? "", (bool?)o["controller"] == true, (bool?)o["blockOwnerDeletion"] == true))];
}
