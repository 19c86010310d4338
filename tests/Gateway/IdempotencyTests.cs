using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Platform.Gateway.Tests.Support;
using Platform.Hosting;
using Platform.Storage;
using Shouldly;
using Xunit;

namespace Platform.Gateway.Tests;

public sealed class IdempotencyTests(TestPlatform platform) : IClassFixture<TestPlatform>
{
    private const string Header = "Idempotency-Key";

    private static string Path(string name, string more = "") => $"namespaces/default/applications?name={name}{more}";

    [Fact]
    public async Task The_same_key_twice_does_it_once_and_answers_the_same()
    {
        var first = await platform.Admin.SendAsync("POST", Path("once"), new { a = 1 }, (Header, "once-1"));
        var second = await platform.Admin.SendAsync("POST", Path("once"), new { a = 1 }, (Header, "once-1"));
        platform.Backend.Done("once").ShouldBe(1);
        second.Status.ShouldBe(202);
        second.Text.ShouldBe(first.Text);
        second.Type.ShouldBe(first.Type);
        second.Header("Location").ShouldBe(first.Header("Location"));
        second.Header("ETag").ShouldBe("\"1\"");
        first.Header("Idempotency-Replayed").ShouldBeNull();
        second.Header("Idempotency-Replayed").ShouldBe("true");
    }

    [Fact]
    public async Task Without_a_key_or_with_two_it_is_done_twice()
    {
        await platform.Admin.SendAsync("POST", Path("twice"), new { });
        await platform.Admin.SendAsync("POST", Path("twice"), new { });
        await platform.Admin.SendAsync("POST", Path("twice"), new { }, (Header, "twice-1"));
        await platform.Admin.SendAsync("POST", Path("twice"), new { }, (Header, "twice-2"));
        platform.Backend.Done("twice").ShouldBe(4);
    }

    [Fact]
    public async Task Another_request_under_the_same_key_is_refused()
    {
        await platform.Admin.SendAsync("POST", Path("other"), new { a = 1 }, (Header, "other-1"));
        (await platform.Admin.SendAsync("POST", Path("other"), new { a = 2 }, (Header, "other-1"))).Status.ShouldBe(422);
        (await platform.Admin.SendAsync("POST", Path("other", "&status=204"), new { a = 1 }, (Header, "other-1"))).Status.ShouldBe(422);
        platform.Backend.Done("other").ShouldBe(1);
    }

    [Fact]
    public async Task Another_caller_has_keys_of_their_own()
    {
        using var other = await platform.WithAsync(("operator", null));
        await platform.Admin.SendAsync("POST", Path("callers"), new { }, (Header, "callers-1"));
        (await other.SendAsync("POST", Path("callers"), new { }, (Header, "callers-1"))).Status.ShouldBe(202);
        platform.Backend.Done("callers").ShouldBe(2);
    }

    [Fact]
    public async Task A_repeat_while_the_first_is_under_way_is_told_to_come_again()
    {
        var first = platform.Admin.SendAsync("POST", Path("gated", "&gate=1"), new { }, (Header, "gated-1"));
        await Eventually.IsTrueAsync(() => Task.FromResult(platform.Backend.Done("gated") == 1));
        var second = await platform.Admin.SendAsync("POST", Path("gated", "&gate=1"), new { }, (Header, "gated-1"));
        second.Status.ShouldBe(409);
        second.Header("Retry-After").ShouldBe("1");

        platform.Backend.Gate.TrySetResult();
        (await first).Status.ShouldBe(202);
        (await platform.Admin.SendAsync("POST", Path("gated", "&gate=1"), new { }, (Header, "gated-1"))).Status.ShouldBe(202);
        platform.Backend.Done("gated").ShouldBe(1);
    }

    [Fact]
    public async Task Many_at_once_do_it_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => platform.Admin.SendAsync("POST", Path("many"), new { }, (Header, "many-1"))));
        platform.Backend.Done("many").ShouldBe(1);
        answers.ShouldAllBe(a => a.Status == 202 || a.Status == 409);
        answers.ShouldContain(a => a.Status == 202);
    }

    [Theory]
    [InlineData(500, 2)]
    [InlineData(503, 2)]
    [InlineData(409, 1)]
    [InlineData(204, 1)]
    public async Task An_answer_is_kept_unless_it_was_the_servers_fault(int status, int done)
    {
        var name = $"status-{status}";
        (await platform.Admin.SendAsync("POST", Path(name, $"&status={status}"), new { }, (Header, name))).Status.ShouldBe(status);
        (await platform.Admin.SendAsync("POST", Path(name, $"&status={status}"), new { }, (Header, name))).Status.ShouldBe(status);
        platform.Backend.Done(name).ShouldBe(done);
    }

    [Fact]
    public async Task A_crashed_attempt_gives_way_when_its_lease_is_over()
    {
        var records = platform.ServiceProvider.GetRequiredService<IDocuments<IdempotencyRecord>>();
        (await platform.Admin.SendAsync("POST", Path("crashed"), new { }, (Header, "crashed-1"))).Status.ShouldBe(202);
        var record = (await records.GetAsync(IdempotencyRequest.Id(new Identity("admin", "key", []), "crashed-1"), TestContext.Current.CancellationToken))!;

        record.Status = null; // as if the process had died before it answered
        record.LeaseUntil = TimeProvider.System.GetUtcNow().AddSeconds(30);
        await records.ReplaceAsync(record, TestContext.Current.CancellationToken);
        (await platform.Admin.SendAsync("POST", Path("crashed"), new { }, (Header, "crashed-1"))).Status.ShouldBe(409);

        record.LeaseUntil = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        await records.ReplaceAsync(record, TestContext.Current.CancellationToken);
        (await platform.Admin.SendAsync("POST", Path("crashed"), new { }, (Header, "crashed-1"))).Status.ShouldBe(202);
        platform.Backend.Done("crashed").ShouldBe(2);
    }

    [Fact]
    public async Task A_key_that_is_no_key_is_refused() =>
        (await platform.Admin.SendAsync("POST", Path("bad"), new { }, (Header, new string('x', 256)))).Status.ShouldBe(400);

    [Fact]
    public async Task The_handler_still_gets_the_whole_body()
    {
        var text = "a: " + new string('b', 300_000);
        using var body = new StringContent(text, Encoding.UTF8, "application/yaml");
        var answer = await platform.Admin.SendContentAsync("PUT", "namespaces/default/applications/shop", body, (Header, "body-1"));
        answer.Text.ShouldBe(text);
    }
}
