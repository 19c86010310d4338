using System.Text.Json.Nodes;

namespace Platform.Oam.Documents;

internal static class DocumentJson
{
    public static JsonNode? Write(DocumentNode node) => node.Kind switch
    {
        DocumentKind.Null => null,
        DocumentKind.Map => WriteMap(node),
        DocumentKind.List => WriteList(node),
        _ => WriteScalar(node.Scalar),
    };

    private static JsonObject WriteMap(DocumentNode node)
    {
        var json = new JsonObject();
        foreach (var member in node.Members) json[member.Name] = Write(member.Value);
        return json;
    }

    private static JsonArray WriteList(DocumentNode node)
    {
        var json = new JsonArray();
        foreach (var item in node.Items) json.Add(Write(item));
        return json;
    }

    private static JsonValue? WriteScalar(object? scalar) => scalar switch
    {
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        long number => JsonValue.Create(number),
        ulong number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        _ => null,
    };
}
