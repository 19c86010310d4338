using System.Globalization;
using Platform.Oam.Documents;

namespace Platform.Oam.Schemas;

/// <summary>What is said about values that don't fit.</summary>
internal static class SchemaText
{
    public static string WrongType(DocumentNode node, SchemaTypes types)
    {
        var wanted = string.Join(" or ", Names(types));
        return $"this has to be {wanted}, but {Given(node)}{Remedy(node, types)}";
    }

    public static string Choice(IReadOnlyList<string> values) => string.Join(" or ", values.Select(value => $"'{value}'"));

    public static string Range(Schema schema) => (schema.Minimum, schema.Maximum) switch
    {
        ({ } low, { } high) => $"between {low} and {high}",
        ({ } low, null) => $"at least {low}",
        var (_, high) => $"at most {high}",
    };

    private static string Given(DocumentNode node) => node.Kind switch
    {
        DocumentKind.Null => "nothing is given",
        DocumentKind.List => "a list is given",
        DocumentKind.Map => "a map is given",
        DocumentKind.Text => $"\"{Shortened(node.Text!)}\" is text",
        DocumentKind.Boolean => $"{Written(node)} is true or false (unquoted yes, no, on and off are, too)",
        _ => $"{Written(node)} is a number",
    };

    private static string Remedy(DocumentNode node, SchemaTypes types)
    {
        if (types.HasFlag(SchemaTypes.Text) && node.Kind is DocumentKind.WholeNumber or DocumentKind.Number or DocumentKind.Boolean)
            return $": write it in quotes, \"{Written(node)}\"";
        if (node.Text is { } text && types.HasFlag(ToType(PlainScalar.Resolve(text).Kind))) return ": leave the quotes out";
        if (types.HasFlag(SchemaTypes.List) && node.Kind is not (DocumentKind.List or DocumentKind.Null)) return ": write a list, with '- ' before each element";
        return "";
    }

    private static SchemaTypes ToType(DocumentKind kind) => kind switch
    {
        DocumentKind.WholeNumber => SchemaTypes.WholeNumber,
        DocumentKind.Number => SchemaTypes.Number,
        DocumentKind.Boolean => SchemaTypes.Boolean,
        _ => (SchemaTypes)int.MinValue,
    };

    private static string Written(DocumentNode node) => Convert.ToString(node.Scalar, CultureInfo.InvariantCulture)!.ToLowerInvariant();

    private static string Shortened(string text) => text.Length <= 40 ? text : text[..40] + "…";

    public static IEnumerable<string> Names(SchemaTypes types)
    {
        if (types.HasFlag(SchemaTypes.Text)) yield return "text";
        if (types.HasFlag(SchemaTypes.WholeNumber)) yield return "a whole number";
        if (types.HasFlag(SchemaTypes.Number)) yield return "a number";
        if (types.HasFlag(SchemaTypes.Boolean)) yield return "true or false";
        if (types.HasFlag(SchemaTypes.List)) yield return "a list";
        if (types.HasFlag(SchemaTypes.Map)) yield return "a map (names with values)";
        if (types.HasFlag(SchemaTypes.Null)) yield return "null";
    }
}
