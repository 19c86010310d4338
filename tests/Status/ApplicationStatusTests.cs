using Platform.Status.Applications;

namespace Platform.Status.Tests;

public sealed class ApplicationStatusTests
{
    private static readonly Guid First = new(1, 0, 0, new byte[8]);
    private static readonly Guid Second = new(2, 0, 0, new byte[8]);
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ApplicationDocument _application = new() { Id = "shop/web", Namespace = "shop", Application = "web" };

    [Fact]
    public void Phases_follow_the_rollout_and_end_in_what_is_seen()
    {
        _application.Submitted(1, First, At);
        Phase().ShouldBe(ApplicationPhase.Starting);
        _application.RolloutMoved(1, First, ApplicationPhase.RunningWorkflow, At.AddSeconds(1));
        Phase().ShouldBe(ApplicationPhase.RunningWorkflow);
        _application.RolloutMoved(1, First, ApplicationPhase.WorkflowSuspending, At.AddSeconds(2));
        Phase().ShouldBe(ApplicationPhase.WorkflowSuspending);
        _application.Take(Seen(1, HealthStatus.Healthy));
        _application.RolloutMoved(1, First, ApplicationPhase.Running, At.AddSeconds(3));
        Phase().ShouldBe(ApplicationPhase.Running);
        _application.Take(Seen(2, HealthStatus.Degraded));
        Phase().ShouldBe(ApplicationPhase.Unhealthy);
        _application.Take(Seen(3, HealthStatus.Healthy));
        Phase().ShouldBe(ApplicationPhase.Running);
    }

    [Fact]
    public void Older_news_never_overwrites_newer()
    {
        _application.RolloutMoved(2, Second, ApplicationPhase.Running, At.AddSeconds(9));
        _application.Take(Seen(5, HealthStatus.Degraded));

        _application.RolloutMoved(1, First, ApplicationPhase.WorkflowFailed, At.AddSeconds(10)).ShouldBeFalse();
        _application.RolloutMoved(2, Second, ApplicationPhase.RunningWorkflow, At.AddSeconds(1)).ShouldBeFalse();
        _application.Take(Seen(4, HealthStatus.Healthy)).ShouldBeFalse();

        Phase().ShouldBe(ApplicationPhase.Unhealthy);
    }

    [Fact]
    public void What_does_not_change_is_not_announced()
    {
        _application.Take(Seen(1, HealthStatus.Healthy));
        var announced = _application.Announced;
        var sent = _application.Outbox.Count;

        _application.Take(Seen(2, HealthStatus.Healthy)).ShouldBeTrue();

        _application.Announced.ShouldBeSameAs(announced);
        _application.Outbox.Count.ShouldBe(sent);
    }

    [Fact]
    public void A_deleted_application_stays_deleted_until_a_new_rollout_begins()
    {
        _application.RolloutMoved(5, First, ApplicationPhase.Running, At);
        _application.Deleted = true;

        _application.Take(Seen(9, HealthStatus.Healthy)).ShouldBeFalse();
        _application.RolloutMoved(5, First, ApplicationPhase.Running, At.AddHours(1)).ShouldBeFalse();
        _application.RolloutMoved(1, Second, ApplicationPhase.RunningWorkflow, At.AddHours(2)).ShouldBeTrue();

        (_application.Deleted, _application.Revision).ShouldBe((false, 1));
    }

    private ApplicationPhase Phase() => _application.Announced.ShouldNotBeNull().Phase;

    private static ClusterHealthObserved Seen(long sequence, HealthStatus health) => new()
    {
        Namespace = "shop",
        Application = "web",
        Cluster = "east",
        Revision = 1,
        Health = health,
        AppliedVersionsSeen = true,
        ObservedAt = At.AddSeconds(sequence),
        Sequence = sequence,
    };
}
