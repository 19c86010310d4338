namespace Platform.Oam.Documents;

/// <summary>Puts one value over another: maps merge, everything else (lists too) is replaced.</summary>
internal static class DocumentMerge
{
    public static DocumentNode Merge(DocumentNode below, DocumentNode above)
    {
        if (below.Kind != DocumentKind.Map || above.Kind != DocumentKind.Map) return above;
        var merged = below.Like(DocumentKind.Map);
        foreach (var member in below.Members)
            merged.AddMember(above[member.Name] is { } over ? member with { Value = Merge(member.Value, over) } : member);
        foreach (var member in above.Members) merged.AddMember(member);
        return merged;
    }

    /// <summary>The map with a member set.</summary>
    public static DocumentNode With(DocumentNode map, string name, DocumentNode value)
    {
        var result = map.Like(DocumentKind.Map);
        foreach (var member in map.Members) result.AddMember(member.Name == name ? member with { Value = value } : member);
        result.AddMember(new(name, value, map.Line, map.Column));
        return result;
    }
}
