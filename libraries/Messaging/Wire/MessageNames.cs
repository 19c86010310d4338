using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using Platform.Contracts;

namespace Platform.Messaging;

/// <summary>
/// Names of message types: contracts have theirs by attribute, which a rename of the record leaves alone;
/// messages within a service are named after their .NET type.
/// </summary>
public static class MessageNames
{
    private static readonly FrozenDictionary<string, Type> Contracts = typeof(PublicEventAttribute).Assembly.GetExportedTypes()
        .Select(type => (Type: type, Name: ContractName(type)))
        .Where(pair => pair.Name is not null)
        .ToFrozenDictionary(pair => pair.Name!, pair => pair.Type, StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<Type, string> Names = new();
    private static readonly ConcurrentDictionary<string, Type?> Others = new(StringComparer.Ordinal);

    /// <summary>Every public event there is, in the order of their names.</summary>
    public static IReadOnlyList<Type> PublicEvents { get; } =
        [.. Contracts.Where(pair => pair.Value.IsDefined(typeof(PublicEventAttribute))).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value)];

    /// <summary>The name a message of this type is kept under.</summary>
    public static string Of(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Names.GetOrAdd(type, static named => ContractName(named) ?? $"{named.FullName}, {named.Assembly.GetName().Name}");
    }

    /// <summary>The type of that name, or null when this process has none.</summary>
    public static Type? Find(string name) =>
        Contracts.TryGetValue(name, out var type) ? type : Others.GetOrAdd(name, static missing => Type.GetType(missing, throwOnError: false));

    /// <summary>The name given by <see cref="PublicEventAttribute"/> or <see cref="InternalMessageAttribute"/>, or null.</summary>
    public static string? ContractName(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.GetCustomAttribute<PublicEventAttribute>()?.Type ?? type.GetCustomAttribute<InternalMessageAttribute>()?.Name;
    }
}
