using CsCheck;
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
        _application.Moved(Move(1, First, ApplicationPhase.Starting, 1));
        Phase().ShouldBe(ApplicationPhase.Starting);
        _application.Moved(Move(1, First, ApplicationPhase.RunningWorkflow, 2));
        Phase().ShouldBe(ApplicationPhase.RunningWorkflow);
        _application.Moved(Move(1, First, ApplicationPhase.WorkflowSuspending, 3));
        Phase().ShouldBe(ApplicationPhase.WorkflowSuspending);
        _application.Take(Seen(1, HealthStatus.Healthy));
        _application.Moved(Move(1, First, ApplicationPhase.Running, 4));
        Phase().ShouldBe(ApplicationPhase.Running);
        _application.Take(Seen(2, HealthStatus.Degraded));
        Phase().ShouldBe(ApplicationPhase.Unhealthy);
        _application.Take(Seen(3, HealthStatus.Healthy));
        Phase().ShouldBe(ApplicationPhase.Running);
    }

    [Fact]
    public void Older_news_never_overwrites_newer()
    {
        _application.Moved(Move(2, Second, ApplicationPhase.Running, 10));
        _application.Take(Seen(5, HealthStatus.Degraded));

        _application.Moved(Move(1, First, ApplicationPhase.WorkflowFailed, 11)).ShouldBeFalse();
        _application.Moved(Move(2, Second, ApplicationPhase.RunningWorkflow, 2)).ShouldBeFalse();
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
    public void What_is_seen_on_many_clusters_at_once_is_announced_once()
    {
        _application.Take(Seen(1, HealthStatus.Healthy, "east"), Seen(1, HealthStatus.Degraded, "west"), Seen(2, HealthStatus.Healthy, "west"));

        _application.Outbox.ShouldHaveSingleItem();
        _application.Clusters.Select(c => (c.Cluster, c.Health.Health)).ShouldBe([("east", HealthStatus.Healthy), ("west", HealthStatus.Healthy)]);
    }

    [Fact]
    public void A_deleted_application_stays_deleted_until_a_new_rollout_begins()
    {
        _application.Moved(Move(5, First, ApplicationPhase.Running, 1));
        _application.Deleted = true;

        _application.Take(Seen(9, HealthStatus.Healthy)).ShouldBeFalse();
        _application.Moved(Move(5, First, ApplicationPhase.Running, 101)).ShouldBeFalse();
        _application.Moved(Move(1, Second, ApplicationPhase.RunningWorkflow, 201)).ShouldBeTrue();

        (_application.Deleted, _application.Revision).ShouldBe((false, 1));
    }

    [Fact]
    public void A_removal_is_deleting_from_its_first_word_to_its_last()
    {
        _application.Moved(Move(1, First, ApplicationPhase.Running, 5));
        _application.Moved(Move(1, Second, ApplicationPhase.Running, 8));
        Phase().ShouldBe(ApplicationPhase.Running);

        // That it removes comes late; then its end is no news of a running application.
        _application.Moved(Move(1, Second, ApplicationPhase.RunningWorkflow, 7) with { Removes = true }).ShouldBeTrue();
        Phase().ShouldBe(ApplicationPhase.Deleting);

        _application.Moved(Move(1, Second, ApplicationPhase.WorkflowFailed, 9));
        Phase().ShouldBe(ApplicationPhase.WorkflowFailed);
    }

    /// <summary>An oracle: whatever the order in which news arrives, and however often, the status is that of the news in order.</summary>
    [Fact]
    public void The_order_of_arrival_does_not_matter() => Histories.Sample(history =>
    {
        var (inOrder, shuffled) = history;
        var (expected, actual) = (Told(inOrder), Told(shuffled));
        actual.Announced.ShouldNotBeNull().ShouldBe(expected.Announced);
        actual.Clusters.Select(c => (c.Cluster, c.Sequence, c.Health.LastSeen)).ShouldBe(expected.Clusters.Select(c => (c.Cluster, c.Sequence, c.Health.LastSeen)));
    }, iter: 20_000);

    /// <summary>Up to four rollouts with their events, numbered as they happen, and what is seen on three clusters meanwhile; in order, and shuffled with repeats.</summary>
    private static Gen<(object[] InOrder, object[] Shuffled)> Histories =>
        from kinds in Gen.Int[0, 9].Array[1, 40]
        from seed in Gen.Int
        select History(kinds, new Random(seed));

    private static (object[] InOrder, object[] Shuffled) History(int[] kinds, Random random)
    {
        var (news, revisions, position) = (new List<object>(), new List<long> { 0, 1 }, 1L);
        news.Add(new RolloutMove(Id(1), 1, 1, ApplicationPhase.Starting, 1));
        foreach (var kind in kinds)
            switch (kind)
            {
                case 0 when revisions.Count < 5:
                    revisions.Add(revisions[^1] + random.Next(2));
                    news.Add(new RolloutMove(Id(revisions.Count - 1), revisions.Count - 1, revisions[^1], ApplicationPhase.RunningWorkflow, ++position, Removes: random.Next(4) == 0));
                    break;
                case < 6:
                    // An earlier rollout may still have something to say.
                    var of = random.Next(4) == 0 ? random.Next(1, revisions.Count) : revisions.Count - 1;
                    var phase = (ApplicationPhase)random.Next((int)ApplicationPhase.RunningWorkflow, (int)ApplicationPhase.Unhealthy);
                    news.Add(new RolloutMove(Id(of), of, revisions[of], phase, ++position));
                    break;
                default:
                    news.Add(Seen(news.Count + 1, (HealthStatus)random.Next(6), $"c{random.Next(3)}"));
                    break;
            }
        var shuffled = news.Concat(news.Where(_ => random.Next(3) == 0)).ToArray();
        random.Shuffle(shuffled);
        return ([.. news], shuffled);
    }

    private static ApplicationDocument Told(IEnumerable<object> news)
    {
        var application = new ApplicationDocument { Id = "shop/web", Namespace = "shop", Application = "web" };
        foreach (var item in news)
            _ = item is RolloutMove move ? application.Moved(move) : application.Take((ClusterHealthObserved)item);
        return application;
    }

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static RolloutMove Move(long revision, Guid rollout, ApplicationPhase phase, long position) =>
        new(rollout, rollout == First ? 1 : 2, revision, phase, position);

    private ApplicationPhase Phase() => _application.Announced.ShouldNotBeNull().Phase;

    private static ClusterHealthObserved Seen(long sequence, HealthStatus health, string cluster = "east") => new()
    {
        Namespace = "shop",
        Application = "web",
        Cluster = cluster,
        Revision = 1,
        Health = health,
        AppliedVersionsSeen = true,
        ObservedAt = At.AddSeconds(sequence),
        Sequence = sequence,
    };
}
