using Microsoft.Extensions.DependencyInjection;
using Platform.Messaging;
using Platform.Status.Applications;
using Platform.Status.Inventories;
using Platform.Status.Notifications;
using Platform.Storage;
using Platform.Tests.Support;

namespace Platform.Status.Tests;

/// <summary>What is not asked of the store for every message: it is right all the same.</summary>
public sealed class LatelyTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ShiftedClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_answer_counts_for_a_while_unless_it_is_known_to_have_changed_or_failed()
    {
        var asked = 0;
        var answers = new Lately<int>(_ => ++asked == 4 ? Task.FromException<int>(new IOException("away")) : Task.FromResult(asked), TimeSpan.FromHours(1), _clock);

        (await answers.AskAsync("a", default), await answers.AskAsync("a", default)).ShouldBe((1, 1));
        _clock.Jump(TimeSpan.FromHours(1));
        (await answers.AskAsync("a", default)).ShouldBe(2);
        answers.Forget("a");
        (await answers.AskAsync("a", default)).ShouldBe(3);
        await Should.ThrowAsync<IOException>(() => answers.AskAsync("b", default));
        (await answers.AskAsync("b", default)).ShouldBe(5);
    }

    [Fact]
    public async Task A_subscription_made_by_another_process_counts_a_second_later()
    {
        await using var status = await StatusHost.StartAsync(_folder.Path);
        var store = status.Services.GetRequiredService<IDocuments<SubscriptionDocument>>();
        var subscribers = new Subscribers(store, _clock);
        (await subscribers.OfAsync("shop", default)).ShouldBeEmpty();

        await store.InsertAsync(new() { Id = "shop/ops", Namespace = "shop", Name = "ops" });
        await store.InsertAsync(new() { Id = "other/ops", Namespace = "other", Name = "ops" });
        _clock.Jump(TimeSpan.FromSeconds(1));

        (await subscribers.OfAsync("shop", default)).ShouldHaveSingleItem().Name.ShouldBe("ops");
    }

    [Fact]
    public async Task What_is_heard_late_of_an_application_that_is_gone_changes_nothing()
    {
        await using var status = await StatusHost.StartAsync(_folder.Path);
        var (departures, applications) = (status.Services.GetRequiredService<Departures>(), status.Services.GetRequiredService<IDocuments<ApplicationDocument>>());
        var inventories = status.Services.GetRequiredService<IDocuments<InventoryDocument>>();
        var part = new Part("east", "shop", "web");
        var rollout = new Guid(1, 0, 0, new byte[8]); // The one of revision 1.
        await status.SayAsync(new ApplicationSubmitted { Namespace = "shop", Application = "web", Revision = 1, Number = 1, Rollout = rollout, SubmittedBy = "somebody" });
        await Wait.UntilAsync("the application to be known", async () => await applications.GetAsync("shop/web") is not null);
        await status.AppliedAsync("east", []);
        await Wait.UntilAsync("what was applied to be known", async () => await inventories.GetAsync(part.Id) is not null);
        (await departures.IsLateAsync("shop/web", rollout, default)).ShouldBeFalse();

        await status.SayAsync(new ApplicationDeleted { Namespace = "shop", Application = "web", Revision = 1 });
        await Wait.UntilAsync("the part to be forgotten", async () => await inventories.GetAsync(part.Id) is { Removed: true, Sequence: 0 });
        await status.AppliedAsync("east", [], sequence: 2);
        await status.AppliedAsync("east", [], sequence: 3, application: "next"); // Their queue is one: this comes later.
        await Wait.UntilAsync("what comes later to be known", async () => await inventories.GetAsync(part.Id.Replace("web", "next")) is not null);

        (await departures.IsLateAsync("shop/web", rollout, default)).ShouldBeTrue();
        (await departures.IsLateAsync("shop/web", Guid.NewGuid(), default)).ShouldBeFalse();
        (await inventories.GetAsync(part.Id)).ShouldNotBeNull().Removed.ShouldBeTrue();
    }
}
