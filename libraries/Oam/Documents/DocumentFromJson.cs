using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Oam.Documents;

/// <summary>Makes document values of JSON and .NET scalars; they take the place of the value they replace.</summary>
internal static class DocumentFromJson
{
    /// <summary>Reads a JSON node, a scalar or a document value.</summary>
    public static DocumentNode Read(object value, DocumentNode place) => value switch
    {
        DocumentNode node => place.Like(node.Kind, node.Scalar),
        JsonNode json => ReadJson(json, place),
        string text => place.Like(DocumentKind.Text, text),
        bool flag => place.Like(DocumentKind.Boolean, flag),
        double number => place.Like(DocumentKind.Number, number),
        _ => place.Like(DocumentKind.WholeNumber, value),
    };

    private static DocumentNode ReadJson(JsonNode? json, DocumentNode place)
    {
        switch (json)
        {
            case JsonObject members:
                var map = place.Like(DocumentKind.Map);
                foreach (var (name, value) in members) map.AddMember(new(name, ReadJson(value, place), place.Line, place.Column));
                return map;
            case JsonArray items:
                var list = place.Like(DocumentKind.List);
                foreach (var item in items) list.Add(ReadJson(item, place));
                return list;
            default:
                return json is null ? place.Like(DocumentKind.Null) : ReadScalar(json, place);
        }
    }

    private static DocumentNode ReadScalar(JsonNode json, DocumentNode place) => json.GetValueKind() switch
    {
        JsonValueKind.String => place.Like(DocumentKind.Text, json.GetValue<string>()),
        JsonValueKind.True => place.Like(DocumentKind.Boolean, true),
        JsonValueKind.False => place.Like(DocumentKind.Boolean, false),
        JsonValueKind.Number => ReadNumber(json.ToJsonString(), place),
        _ => place.Like(DocumentKind.Null),
    };

    private static DocumentNode ReadNumber(string text, DocumentNode place)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return place.Like(DocumentKind.WholeNumber, whole);
        return place.Like(DocumentKind.Number, double.Parse(text, CultureInfo.InvariantCulture));
    }
}
