using Platform.Oam.Documents;

namespace Platform.Oam.Schemas;

/// <summary>Fills in what was left out.</summary>
internal static class SchemaDefaults
{
    /// <summary>The value with defaults in it; the same object where none were needed. Nulls that mean nothing are gone.</summary>
    public static DocumentNode Complete(DocumentNode node, Schema schema) => node.Kind switch
    {
        DocumentKind.Map when schema.Types != SchemaTypes.Any => CompleteMap(node, schema),
        DocumentKind.List when schema.Items is { } items => CompleteList(node, items),
        _ => node,
    };

    private static DocumentNode CompleteMap(DocumentNode node, Schema schema)
    {
        var map = node.Like(DocumentKind.Map);
        foreach (var member in node.Members)
        {
            var known = schema.Find(member.Name)?.Schema ?? schema.Values;
            if (member.Value.Kind == DocumentKind.Null && known?.KeepsNull == false) continue;
            map.AddMember(known is null ? member : member with { Value = Complete(member.Value, known) });
        }

        foreach (var property in schema.Properties)
        {
            if (property.Schema.Default is { } value && map[property.Name] is null)
                map.AddMember(new(property.Name, value, null, null));
        }

        return map;
    }

    private static DocumentNode CompleteList(DocumentNode node, Schema items)
    {
        var list = node.Like(DocumentKind.List);
        foreach (var item in node.Items) list.Add(Complete(item, items));
        return list;
    }
}
