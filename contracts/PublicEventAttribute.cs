namespace Platform.Contracts;

/// <summary>
/// The fixed public name of an event, <c>platform.&lt;service&gt;.v1.&lt;event-in-kebab-case&gt;</c>: at once its CloudEvents
/// <c>type</c> and its exchange. Renaming the record never changes it.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PublicEventAttribute(string type) : Attribute
{
    /// <summary>CloudEvents type and exchange name.</summary>
    public string Type { get; } = type;

    /// <summary>The service that owns the event: the second segment of <see cref="Type"/>.</summary>
    public string Service => Type.Split('.')[1];

    /// <summary>The event's own name in kebab case: the last segment of <see cref="Type"/>.</summary>
    public string Name => Type[(Type.LastIndexOf('.') + 1)..];
}
