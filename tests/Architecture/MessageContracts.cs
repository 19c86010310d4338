using System.Reflection;
using System.Text.RegularExpressions;
using MassTransit;
using Platform.Contracts;
using Shouldly;
using Xunit;

namespace Platform.Architecture.Tests;

/// <summary>Rule 3 of the architecture: messages are a versioned contract with fixed names.</summary>
public sealed partial class MessageContracts
{
    private static readonly Type[] Messages =
    [
        .. typeof(IPublicEvent).Assembly.GetExportedTypes()
            .Where(type => type.GetCustomAttribute<PublicEventAttribute>() is not null || type.GetCustomAttribute<InternalMessageAttribute>() is not null),
    ];

    [Fact]
    public void There_are_messages() => Messages.Length.ShouldBeGreaterThan(30);

    [Fact]
    public void Every_message_has_a_name_of_its_own()
    {
        Messages.Select(WireName).ShouldBeUnique();
        foreach (var message in Messages)
            message.GetCustomAttribute<MessageUrnAttribute>()!.Urn.ToString().ShouldEndWith(WireName(message), Case.Sensitive, message.Name);
    }

    [Fact]
    public void A_public_event_is_named_by_service_version_and_event()
    {
        foreach (var message in Messages.Where(message => message.GetCustomAttribute<PublicEventAttribute>() is not null))
        {
            var type = message.GetCustomAttribute<PublicEventAttribute>()!;
            PublicName().IsMatch(type.Type).ShouldBeTrue(type.Type);
            message.Namespace!.ToLowerInvariant().ShouldBe($"platform.contracts.{type.Service}.v1", message.Name);
            message.IsAssignableTo(typeof(IPublicEvent)).ShouldBeTrue(message.Name);
        }
    }

    [Fact]
    public void Messages_are_sealed_records_in_a_versioned_namespace()
    {
        foreach (var message in Messages)
        {
            message.IsSealed.ShouldBeTrue(message.Name);
            message.GetMethod("<Clone>$").ShouldNotBeNull(message.Name);
            message.Namespace!.ShouldEndWith(".V1", Case.Sensitive, message.Name);
        }
    }

    private static string WireName(Type message) =>
        message.GetCustomAttribute<PublicEventAttribute>()?.Type ?? message.GetCustomAttribute<InternalMessageAttribute>()!.Name;

    [GeneratedRegex(@"^platform\.(build|package|deploy|status|gateway)\.v1\.[a-z]+(-[a-z]+)*$")]
    private static partial Regex PublicName();
}
