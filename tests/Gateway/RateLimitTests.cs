using Platform.Gateway.Tests.Support;
using Shouldly;
using Xunit;

namespace Platform.Gateway.Tests;

public sealed class RateLimitTests(RateLimitTests.Strict platform) : IClassFixture<RateLimitTests.Strict>
{
    [Fact]
    public async Task Who_asks_too_often_waits_and_nobody_else_does()
    {
        using var busy = await platform.WithAsync(("viewer", null));
        using var calm = await platform.WithAsync(("viewer", null));
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => busy.GetAsync("clusters")));
        answers.ShouldContain(a => a.Status == 200);
        var refused = answers.First(a => a.Status != 200);
        refused.Status.ShouldBe(429);
        refused.Type.ShouldBe("application/problem+json");
        int.Parse(refused.Header("Retry-After")!).ShouldBeGreaterThan(0);
        (await calm.GetAsync("clusters")).Status.ShouldBe(200);
        await Eventually.IsTrueAsync(async () => (await busy.GetAsync("clusters")).Status == 200);
    }

    [Fact]
    public async Task Guessing_keys_ends_soon_and_health_stays_open()
    {
        using var guesser = new Client(platform.Gateway, "pk_000000000000_00");
        var answers = new List<int>();
        for (var i = 0; i < 8; i++)
            answers.Add((await guesser.GetAsync("clusters")).Status);
        answers.Take(5).ShouldAllBe(s => s == 401);
        answers[^1].ShouldBe(429);
        (await guesser.GetAsync("/healthz")).Status.ShouldBe(200);
        (await platform.Admin.GetAsync("clusters")).Status.ShouldBe(200);
    }

    public sealed class Strict : TestPlatform
    {
        protected override string[] Settings => ["--Gateway:RequestBurst=10", "--Gateway:RequestsPerSecond=5", "--Gateway:RefusalsPerMinute=5"];
    }
}
