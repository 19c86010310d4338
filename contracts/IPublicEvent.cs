using MassTransit;

namespace Platform.Contracts;

/// <summary>
/// A message for everyone: published as a CloudEvent under the type named by <see cref="PublicEventAttribute"/>.
/// Its subject is <c>namespace/application[/cluster]</c>; what does not apply is null and reads <c>_</c> in routing keys.
/// </summary>
[ExcludeFromTopology]
[ExcludeFromImplementedTypes]
public interface IPublicEvent
{
    /// <summary>The namespace the event speaks of; null for platform-wide facts.</summary>
    string? Namespace { get; }

    /// <summary>The application the event speaks of; null for facts about no application.</summary>
    string? Application { get; }

    /// <summary>The cluster the event speaks of; null for facts about no single cluster.</summary>
    string? Cluster { get; }
}
