using System.Collections.Concurrent;
using System.Net.Mime;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Contracts;

namespace Platform.Messaging;

/// <summary>
/// A public event on the wire: CloudEvents 1.0 in JSON, structured mode. Attribute names are those of the specification, extension
/// attributes are lower-case words (its naming rule); <c>traceparent</c> is its distributed tracing extension.
/// </summary>
internal sealed record CloudEvent
{
    public static readonly ContentType ContentType = new("application/cloudevents+json");

    private static readonly ConcurrentDictionary<Type, PublicEventAttribute> Names = new();

    [JsonPropertyName("specversion")]
    public required string SpecVersion { get; init; }

    [JsonPropertyName("id")]
    public required string Id { get; init; }

    [JsonPropertyName("source")]
    public required string Source { get; init; }

    [JsonPropertyName("type")]
    public required string Type { get; init; }

    [JsonPropertyName("subject")]
    public string? Subject { get; init; }

    [JsonPropertyName("time")]
    public DateTimeOffset? Time { get; init; }

    [JsonPropertyName("datacontenttype")]
    public string? DataContentType { get; init; }

    [JsonPropertyName("sequence")]
    public string? Sequence { get; init; }

    [JsonPropertyName("correlationid")]
    public Guid? CorrelationId { get; init; }

    [JsonPropertyName("conversationid")]
    public Guid? ConversationId { get; init; }

    [JsonPropertyName("causationid")]
    public Guid? CausationId { get; init; }

    [JsonPropertyName("traceparent")]
    public string? TraceParent { get; init; }

    [JsonPropertyName("tracestate")]
    public string? TraceState { get; init; }

    /// <summary>The message; as read, a <see cref="JsonElement"/>.</summary>
    [JsonPropertyName("data")]
    public object? Data { get; init; }

    /// <summary>True for the types that travel as CloudEvents.</summary>
    public static bool Speaks(Type type) => type.IsDefined(typeof(PublicEventAttribute)) && typeof(IPublicEvent).IsAssignableFrom(type);

    /// <summary>The event's name, version and owner.</summary>
    public static PublicEventAttribute NameOf(Type type) => Names.GetOrAdd(type, static named => named.GetCustomAttribute<PublicEventAttribute>()!);

    /// <summary>Who says it: the service that owns the type.</summary>
    public static string SourceOf(Type type) => "platform/" + NameOf(type).Service;

    /// <summary><c>namespace/application[/cluster]</c>; what does not apply reads <c>_</c>.</summary>
    public static string SubjectOf(IPublicEvent message) =>
        $"{Or(message.Namespace)}/{Or(message.Application)}" + (message.Cluster is { Length: > 0 } cluster ? "/" + cluster : "");

    /// <summary><c>namespace.application.event</c>, what subscribers bind to.</summary>
    public static string RoutingKeyOf(IPublicEvent message) =>
        $"{Or(message.Namespace)}.{Or(message.Application)}.{NameOf(message.GetType()).Name}";

    private static string Or(string? part) => string.IsNullOrEmpty(part) ? "_" : part;
}
