using Microsoft.Extensions.DependencyInjection;
using Platform.Build.Tasks;
using Platform.Contracts.Build.V1;
using Platform.Messaging;

namespace Platform.Build.Tests;

public sealed class BuildTaskTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wish_repeated_is_the_same_task_and_its_end_is_told_again()
    {
        using var data = new DataFolder();
        await using var host = await BuildHost.StartAsync(data);
        await host.PushImageAsync("shop/web", "1.0.0");
        var wish = BuildHost.Wish("platform.local/shop/web:1.0.0");

        await host.AskAsync(wish);
        await host.EndOfAsync(wish.Task);
        await host.AskAsync(wish);

        await Wait.UntilAsync("the end is told again", () => host.Heard.Of<ComponentBuilt>().Count == 2);
        (await host.TaskAsync(wish.Task))!.Runs.ShouldBe(1);
        host.Heard.Of<ComponentBuildStarted>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_build_whose_worker_died_is_taken_up_again_when_its_lease_has_run_out()
    {
        using var data = new DataFolder();
        var wish = BuildHost.Wish("platform.local/shop/web:1.0.0");
        await using (var first = await BuildHost.StartAsync(data))
        {
            await first.PushImageAsync("shop/web", "1.0.0");
            // What a process that was killed in the middle leaves: a leased task and nobody who renews it.
            var left = new BuildTask { Id = wish.Task.ToString() }.Queue(wish, TimeProvider.System.GetUtcNow());
            left.Lease(Guid.NewGuid(), TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(1));
            (await first.Service.Outbox<BuildTask>().InsertAsync(left, Ct)).ShouldBeTrue();
        }

        await using var next = await BuildHost.StartAsync(data);
        var task = await next.EndOfAsync(wish.Task);

        task.Phase.ShouldBe(BuildPhase.Succeeded);
        task.Runs.ShouldBe(2);
        (await ReadLogAsync(next)).ShouldContain(line => line.Contains("Begun again"));
    }

    [Fact]
    public async Task A_worker_that_lost_its_lease_stops()
    {
        using var data = new DataFolder();
        using var registry = new HangingRegistry();
        await using var host = await BuildHost.StartAsync(data, ("Build:Lease", "00:00:01"));
        var wish = BuildHost.Wish($"{registry.Host}/shop/web:1");
        await host.AskAsync(wish);
        await registry.Asked;

        // Another worker has taken the task over and finished it while ours hung.
        await host.Service.Outbox<BuildTask>().UpdateAsync(wish.Task.ToString(), task =>
        {
            task.Lease(Guid.NewGuid(), TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(30));
            task.Fail("the other one's result", TimeProvider.System.GetUtcNow());
            return true;
        }, ct: Ct);
        await Wait.UntilAsync("our worker has let go", () => registry.GivenUp, seconds: 10);

        (await host.TaskAsync(wish.Task))!.Reason.ShouldBe("the other one's result");
        host.Heard.Of<ComponentBuildFailed>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Two_workers_on_one_task_give_one_result()
    {
        using var data = new DataFolder();
        using var registry = new HangingRegistry();
        await using var host = await BuildHost.StartAsync(data);
        var wish = BuildHost.Wish($"{registry.Host}/shop/web:1");
        await host.AskAsync(wish);
        await registry.Asked;

        // The other one finishes first; ours does not know yet, since its next heartbeat is far.
        await host.Service.Outbox<BuildTask>().UpdateAsync(wish.Task.ToString(), task =>
        {
            task.Fail("the other one's result", TimeProvider.System.GetUtcNow());
            return true;
        }, ct: Ct);
        registry.AnswerNotFound();
        var workers = host.Service.Services.GetRequiredService<BuildWorkers>();
        await Wait.UntilAsync("our worker is done", () => !workers.Has(wish.Task), seconds: 8);

        (await host.TaskAsync(wish.Task))!.Reason.ShouldBe("the other one's result");
        host.Heard.Of<ComponentBuildFailed>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_task_that_kills_every_worker_is_given_up()
    {
        using var data = new DataFolder();
        await using var host = await BuildHost.StartAsync(data);
        var wish = BuildHost.Wish("platform.local/shop/web:1.0.0");
        var left = new BuildTask { Id = wish.Task.ToString() }.Queue(wish, TimeProvider.System.GetUtcNow());
        for (var run = 0; run < 5; run++)
            left.Lease(Guid.NewGuid(), TimeProvider.System.GetUtcNow(), TimeSpan.Zero);
        await host.Service.Outbox<BuildTask>().InsertAsync(left, Ct);

        var task = await host.EndOfAsync(wish.Task);

        task.Phase.ShouldBe(BuildPhase.Failed);
        task.Reason.ShouldBe("The build was begun 5 times and its worker ended each time.");
    }

    [Fact]
    public async Task A_running_build_is_cancelled_and_says_nothing()
    {
        using var data = new DataFolder();
        using var registry = new HangingRegistry();
        await using var host = await BuildHost.StartAsync(data);
        var wish = BuildHost.Wish($"{registry.Host}/shop/web:1");
        await host.AskAsync(wish);
        await registry.Asked;

        await host.AskAsync(new CancelBuild { Task = wish.Task });
        var task = await host.EndOfAsync(wish.Task);

        task.Phase.ShouldBe(BuildPhase.Cancelled);
        await Wait.UntilAsync("the connection is let go", () => registry.GivenUp);
        (await ReadLogAsync(host)).ShouldContain("web | Cancelled.");
        host.Heard.Of<ComponentBuildFailed>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cancellation_that_overtook_its_build_stops_it_all_the_same()
    {
        using var data = new DataFolder();
        await using var host = await BuildHost.StartAsync(data);
        await host.PushImageAsync("shop/web", "1.0.0");
        var wish = BuildHost.Wish("platform.local/shop/web:1.0.0");

        await host.AskAsync(new CancelBuild { Task = wish.Task });
        await host.EndOfAsync(wish.Task);
        await host.AskAsync(wish);
        var after = BuildHost.Wish("platform.local/shop/web:1.0.0");
        await host.AskAsync(after);
        await host.EndOfAsync(after.Task);

        (await host.TaskAsync(wish.Task))!.Phase.ShouldBe(BuildPhase.Cancelled);
        host.Heard.Of<ComponentBuilt>().ShouldAllBe(b => b.Task == after.Task);
    }

    [Fact]
    public async Task A_build_that_takes_too_long_fails_and_says_so()
    {
        using var data = new DataFolder();
        using var registry = new HangingRegistry();
        await using var host = await BuildHost.StartAsync(data, ("Build:Timeout", "00:00:01"));
        var wish = BuildHost.Wish($"{registry.Host}/shop/web:1");

        await host.AskAsync(wish);
        var task = await host.EndOfAsync(wish.Task);

        task.Reason.ShouldNotBeNull().ShouldContain("took longer than");
    }

    private static async Task<List<string>> ReadLogAsync(BuildHost host)
    {
        var lines = new List<string>();
        await foreach (var line in host.Service.LinesAsync("namespaces/default/packages/shop/1.0.0/log?follow=true"))
            lines.Add(line);
        return lines;
    }
}
