using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace Platform.Storage;

/// <summary>A field that can be searched: where it is in the type, and where in the stored document.</summary>
internal sealed record Field(string Member, string Path, FieldKind Kind, bool Many, bool Nullable)
{
    /// <summary>The id, which every document has and every search may use.</summary>
    public static Field Id { get; } = new(nameof(IDocument.Id), "id", FieldKind.Text, Many: false, Nullable: false);

    private IReadOnlyList<PropertyInfo> Properties { get; init; } = [];

    /// <summary>The name of a member path such as <c>x => x.Spec.Name</c>, without the parameter.</summary>
    public static string NameOf(LambdaExpression expression) =>
        string.Join('.', PropertiesOf(expression).Select(x => x.Name));

    /// <exception cref="ArgumentException">Not a property path, not of a type that can be compared, or not in the stored document.</exception>
    public static Field Of(LambdaExpression expression)
    {
        var properties = PropertiesOf(expression);
        var owner = expression.Parameters[0].Type;
        var path = new List<string>();
        foreach (var property in properties)
        {
            path.Add(JsonName(owner, property));
            owner = property.PropertyType;
        }

        var (kind, many) = FieldKinds.Of(owner);
        var nullable = properties.Count > 1 || FieldKinds.MayBeNull(properties[0]);
        return new Field(NameOf(expression), string.Join('.', path), kind, many, nullable) { Properties = properties };
    }

    public object? ValueIn(object document)
    {
        object? value = document;
        foreach (var property in Properties)
        {
            value = value is null ? null : property.GetValue(value);
        }

        return StoredValue.Of(value);
    }

    private static List<PropertyInfo> PropertiesOf(LambdaExpression expression)
    {
        var properties = new List<PropertyInfo>();
        var node = Unconverted(expression.Body);
        while (node is MemberExpression { Member: PropertyInfo property, Expression: { } inner })
        {
            properties.Insert(0, property);
            node = Unconverted(inner);
        }

        return node is ParameterExpression && properties.Count > 0
            ? properties
            : throw new ArgumentException($"'{expression}' is not a property of the document.", nameof(expression));
    }

    private static Expression Unconverted(Expression node)
    {
        while (node is UnaryExpression { NodeType: ExpressionType.Convert } convert)
        {
            node = convert.Operand;
        }

        return node;
    }

    private static string JsonName(Type owner, PropertyInfo property)
    {
        JsonPropertyInfo? stored = DocumentJson.Options.GetTypeInfo(owner).Properties
            .FirstOrDefault(x => x.Get is not null && (x.AttributeProvider as PropertyInfo)?.Name == property.Name);
        return stored?.Name
            ?? throw new ArgumentException($"{owner.Name}.{property.Name} is not written to the stored document, so it can't be searched.");
    }
}
