using System.Text.RegularExpressions;
using MassTransit;

namespace Platform.Messaging;

/// <summary>
/// Queues are called after the service, by the consumer's namespace, and what is consumed:
/// <c>Platform.Deploy.Applying.ApplyToClusterConsumer</c> has <c>deploy-apply-to-cluster</c>.
/// </summary>
internal sealed partial class EndpointNames : KebabCaseEndpointNameFormatter
{
    public EndpointNames() : base(includeNamespace: false)
    {
    }

    /// <summary>The queue of a consumer or saga of this type.</summary>
    public static string Of(Type type)
    {
        var name = Suffix().Replace(type.Name, "");
        var segments = (type.Namespace ?? "").Split('.');
        var service = segments is ["Platform", var second, ..] ? second : segments[0];
        return $"{Kebab(service)}-{Kebab(name)}";
    }

    protected override string GetConsumerName(Type type) => Of(type);

    protected override string GetSagaName(Type type) => Of(type);

    private static string Kebab(string name) => Word().Replace(name, "-$1").Trim('-').ToLowerInvariant();

    [GeneratedRegex("(Consumer|Saga|State|Document)$")]
    private static partial Regex Suffix();

    [GeneratedRegex("([A-Z][a-z0-9]*)")]
    private static partial Regex Word();
}
