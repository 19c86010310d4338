using Platform.Sandbox.Controllers;
using static Platform.Sandbox.Tests.Controllers.Manifests;

namespace Platform.Sandbox.Tests.Controllers;

public sealed class CronJobs
{
    private static List<JsonObject> Jobs(Harness world) => [.. world.Cluster.List("batch/v1", "jobs")];

    private static async Task MinutesAsync(Harness world, int minutes)
    {
        for (var i = 0; i < minutes * 12; i++)
        {
            world.Time.Advance(TimeSpan.FromSeconds(5));
            await Wait.UntilAsync("idle", () => world.Cluster.Inner.Controllers.IsIdle);
        }
    }

    [Fact]
    public async Task A_Job_starts_at_every_time_and_the_last_three_stay()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(CronJob("tick", "* * * * *"));
        await MinutesAsync(world, 6);
        Jobs(world).Count.ShouldBeInRange(3, 4);
        var status = world.Find("batch/v1", "cronjobs", "tick")!["status"];
        status.Time("lastScheduleTime").ShouldNotBeNull().ShouldBeGreaterThan(world.Time.GetUtcNow().AddSeconds(-90));
        status.Text("lastSuccessfulTime").ShouldNotBeNull();
        Jobs(world).ShouldAllBe(j => j.Meta()["ownerReferences"]![0].Text("kind") == "CronJob");
    }

    [Fact]
    public async Task Forbid_starts_none_while_one_runs()
    {
        await using var world = await Harness.StartAsync(o => o with { JobDuration = TimeSpan.FromHours(1) });
        await world.CreateAsync(CronJob("tick", "* * * * *", """ "concurrencyPolicy":"Forbid","""));
        await MinutesAsync(world, 4);
        Jobs(world).Count.ShouldBe(1);
        world.Find("batch/v1", "cronjobs", "tick")!["status"].List("active").Count().ShouldBe(1);
        world.Reasons("tick").ShouldContain("JobAlreadyActive");
    }

    [Fact]
    public async Task Replace_ends_the_one_that_runs()
    {
        await using var world = await Harness.StartAsync(o => o with { JobDuration = TimeSpan.FromHours(1) });
        await world.CreateAsync(CronJob("tick", "* * * * *", """ "concurrencyPolicy":"Replace","""));
        await MinutesAsync(world, 2);
        var first = Jobs(world).Single().Meta().Text("name");
        await MinutesAsync(world, 2);
        Jobs(world).Single().Meta().Text("name").ShouldNotBe(first);
    }

    [Fact]
    public async Task A_suspended_one_starts_nothing()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(CronJob("tick", "* * * * *", """ "suspend":true,"""));
        await MinutesAsync(world, 3);
        Jobs(world).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("*/15 * * * *", "2026-03-01T10:07:30Z", "2026-03-01T10:15:00Z")]
    [InlineData("0 3 * * MON-FRI", "2026-03-06T04:00:00Z", "2026-03-09T03:00:00Z")]
    [InlineData("30 6 1,15 * *", "2026-03-01T06:30:00Z", "2026-03-15T06:30:00Z")]
    [InlineData("0 0 13 * 5", "2026-03-07T00:00:00Z", "2026-03-13T00:00:00Z")]
    [InlineData("0 0 14 * 5", "2026-03-12T00:00:00Z", "2026-03-13T00:00:00Z")]
    [InlineData("@hourly", "2026-12-31T23:30:00Z", "2027-01-01T00:00:00Z")]
    [InlineData("0 12 29 2 *", "2026-03-01T00:00:00Z", "2028-02-29T12:00:00Z")]
    [InlineData("0 0 * * 7", "2026-03-02T00:00:00Z", "2026-03-08T00:00:00Z")]
    public void A_schedule_knows_its_next_time(string schedule, string after, string next) =>
        CronSchedule.Parse(schedule)!.Next(DateTimeOffset.Parse(after), TimeZoneInfo.Utc).ShouldBe(DateTimeOffset.Parse(next));

    [Fact]
    public void A_date_that_never_comes_has_no_next_time() => CronSchedule.Parse("0 0 31 2 *")!.Next(TimeProvider.System.GetUtcNow(), TimeZoneInfo.Utc).ShouldBeNull();

    [Theory]
    [InlineData("* * * *")]
    [InlineData("61 * * * *")]
    [InlineData("* * * * FUN")]
    [InlineData("5-1 * * * *")]
    [InlineData("*/0 * * * *")]
    public void What_is_no_schedule_is_refused(string text) => CronSchedule.Parse(text).ShouldBeNull();
}
