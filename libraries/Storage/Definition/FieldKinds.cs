using System.Reflection;

namespace Platform.Storage;

/// <summary>Which types can be searched.</summary>
internal static class FieldKinds
{
    public static (FieldKind Kind, bool Many) Of(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(string) || plain == typeof(Guid) || plain == typeof(DateTimeOffset) || plain.IsEnum)
        {
            return (FieldKind.Text, false);
        }

        if (plain == typeof(long) || plain == typeof(int))
        {
            return (FieldKind.Number, false);
        }

        if (plain == typeof(bool))
        {
            return (FieldKind.Boolean, false);
        }

        return typeof(IEnumerable<string>).IsAssignableFrom(plain)
            ? (FieldKind.Text, true)
            : throw new ArgumentException($"{type.Name} can't be searched: string, Guid, long, int, bool, enum, DateTimeOffset or strings can.");
    }

    public static bool MayBeNull(PropertyInfo property) =>
        property.PropertyType.IsValueType
            ? Nullable.GetUnderlyingType(property.PropertyType) is not null
            : new NullabilityInfoContext().Create(property).ReadState != NullabilityState.NotNull;
}
