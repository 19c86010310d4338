using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Build.V1;
using Platform.Contracts.Deploy.V1;
using Platform.Contracts.Gateway.V1;
using Platform.Messaging;

namespace Platform.Libraries.Tests.Messaging;

/// <summary>Names others rely on.</summary>
public sealed class NameTests
{
    [Fact]
    public void Contracts_are_kept_under_their_own_names_and_found_by_them()
    {
        MessageNames.Of(typeof(ClusterApplied)).ShouldBe("platform.deploy.v1.cluster-applied");
        MessageNames.Of(typeof(BuildComponent)).ShouldBe("platform.internal.v1.build-component");
        MessageNames.Of(typeof(OrderPlaced)).ShouldBe("Platform.Libraries.Tests.Messaging.OrderPlaced, Platform.Libraries.Tests");
        foreach (var type in MessageNames.PublicEvents.Append(typeof(OrderPlaced)).Append(typeof(BuildComponent)))
        {
            MessageNames.Find(MessageNames.Of(type)).ShouldBe(type);
        }

        MessageNames.Find("platform.deploy.v1.never-was").ShouldBeNull();
    }

    [Fact]
    public void Every_event_is_told_apart_by_its_name()
    {
        MessageNames.PublicEvents.ShouldContain(typeof(AuditRecorded));
        MessageNames.PublicEvents.Select(MessageNames.Of).ShouldBeUnique();
    }

    [Theory]
    [InlineData("localhost:5672")]
    [InlineData("http://localhost:5672")]
    public void A_broker_address_that_is_none_is_told_at_the_start(string address) =>
        Should.Throw<ArgumentException>(() => new ServiceCollection().AddPlatformBus(new MessagingOptions { Broker = address }))
            .Message.ShouldContain("amqp://");
}
