namespace Platform.Contracts;

/// <summary>
/// The fixed exchange name of a message between our own services (<c>platform.internal.v1.&lt;name&gt;</c>); it travels in
/// MassTransit's envelope and is no contract with other teams.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class InternalMessageAttribute(string name) : Attribute
{
    /// <summary>Exchange name.</summary>
    public string Name { get; } = "platform.internal.v1." + name;
}
