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
}
