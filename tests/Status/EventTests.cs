using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Hosting;
using Platform.Status.Events;
using Platform.Storage;

namespace Platform.Status.Tests;

public sealed class EventTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_public_event_is_logged_once_and_streamed_as_it_was_on_the_wire()
    {
        await using var status = await StatusHost.StartAsync(_folder.Path);
        using var stream = await Reader.OpenAsync(status.Client());
        var id = Guid.NewGuid();

        await status.SayAsync(Submitted("shop", "web", 1), id);
        await status.SayAsync(Submitted("shop", "web", 1), id);
        var submitted = (await stream.TakeAsync(1, IsNews))[0].Event;
        // Only now: events of different subjects are in no order.
        await status.SayAsync(new ClusterUnregistered { Cluster = "east" });

        submitted["id"]!.ToString().ShouldBe(id.ToString());
        submitted["type"]!.ToString().ShouldBe("platform.deploy.v1.application-submitted");
        submitted["subject"]!.ToString().ShouldBe("shop/web");
        submitted["data"]!["revision"]!.GetValue<long>().ShouldBe(1);
        (await stream.TakeAsync(1, IsNews))[0].Event["type"]!.ToString().ShouldBe("platform.deploy.v1.cluster-unregistered");

        static bool IsNews(JsonNode e) => e["type"]!.ToString() != "platform.status.v1.application-status-changed";
    }

    [Fact]
    public async Task A_reader_resumes_after_the_last_id_without_a_gap_also_after_a_restart()
    {
        List<long> ids;
        await using (var before = await StatusHost.StartAsync(_folder.Path))
        {
            for (var n = 1; n <= 300; n++)
                await before.SayAsync(Submitted("shop", $"a{n}", n));
            using var all = await Reader.OpenAsync(before.Client(), 0, "?type=application-submitted");
            ids = [.. (await all.TakeAsync(300)).Select(e => e.Id)];
            ids.ShouldBe(ids.Order());
        }

        await using var after = await StatusHost.StartAsync(_folder.Path);
        using var rest = await Reader.OpenAsync(after.Client(), ids[99], "?type=application-submitted");
        (await rest.TakeAsync(200)).Select(e => e.Id).ShouldBe(ids.Skip(100));
        await after.SayAsync(Submitted("shop", "late", 1));
        (await rest.TakeAsync(1))[0].Event["subject"]!.ToString().ShouldBe("shop/late");
    }

    [Fact]
    public async Task A_key_of_a_namespace_sees_the_events_of_that_namespace_only()
    {
        await using var status = await StatusHost.StartAsync(_folder.Path);
        await status.SayAsync(Submitted("other", "web", 1));
        await status.SayAsync(new ClusterUnregistered { Cluster = "east" });
        await status.SayAsync(Submitted("shop", "web", 1));

        using var stream = await Reader.OpenAsync(status.Client(new RoleGrant(Role.Viewer, "shop")), 0);

        (await stream.TakeAsync(2)).ShouldAllBe(e => e.Event["subject"]!.ToString().StartsWith("shop/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_log_is_a_paged_list_for_those_who_want_json()
    {
        await using var status = await StatusHost.StartAsync(_folder.Path);
        for (var n = 1; n <= 5; n++)
            await status.SayAsync(Submitted("shop", $"a{n}", n));
        using (var stream = await Reader.OpenAsync(status.Client(), 0, "?subject=shop/a5"))
            await stream.TakeAsync(1);
        using var client = status.Client();
        client.DefaultRequestHeaders.Add("Accept", "application/json");

        var first = (await client.GetFromJsonAsync<JsonNode>("events?limit=3&type=application-submitted"))!;
        var second = (await client.GetFromJsonAsync<JsonNode>($"events?limit=3&type=application-submitted&continue={first["continue"]}"))!;

        first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(e => e!["data"]!["application"]!.ToString()).Order().ShouldBe(["a1", "a2", "a3", "a4", "a5"]);
        second["continue"].ShouldBeNull();
        (await client.GetAsync("events?continue=nonsense")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_quiet_stream_says_that_it_is_there()
    {
        await using var status = await StatusHost.StartAsync(_folder.Path, "--Status:Heartbeat=00:00:00.1");
        using var stream = await Reader.OpenAsync(status.Client());

        (await stream.LineAsync(l => l == ": heartbeat")).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_reader_who_was_away_for_too_long_is_told_what_is_missing()
    {
        await using var status = await StatusHost.StartAsync(_folder.Path, "--Status:EventCount=3");
        for (var n = 1; n <= 10; n++)
            await status.SayAsync(Submitted("shop", $"a{n}", n));
        var log = status.Services.GetRequiredService<EventLog>();
        while (await log.LastAsync(default) < 10)
            await Task.Delay(10);
        var last = await log.LastAsync(default);
        await status.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<EventRetention>().Single().ForgetAsync(default);

        using var stream = await Reader.OpenAsync(status.Client(), 2);

        (await log.FirstAsync(default)).ShouldBeGreaterThanOrEqualTo(last - 2);
        await stream.LineAsync(l => l == "event: gap");
        (await stream.LineAsync(l => l.StartsWith("data:", StringComparison.Ordinal))).ShouldContain("\"after\":2");
    }

    [Fact]
    public async Task A_reader_who_takes_nothing_is_cut_and_makes_room()
    {
        await using var status = await StatusHost.StartAsync(_folder.Path, "--Status:EventReaders=1", "--Status:SlowReader=00:00:00.5");
        using var idle = await Reader.OpenAsync(status.Client());
        using (var another = await status.Client().GetAsync("events", HttpCompletionOption.ResponseHeadersRead))
            another.StatusCode.ShouldBe(System.Net.HttpStatusCode.ServiceUnavailable);

        // More than the connection between them holds.
        for (var n = 1; n <= 200; n++)
            await status.SayAsync(Submitted("shop", new string('a', 100_000), n));

        var until = TimeProvider.System.GetUtcNow().AddSeconds(60);
        while (TimeProvider.System.GetUtcNow() < until)
        {
            using var another = await status.Client().GetAsync("events", HttpCompletionOption.ResponseHeadersRead);
            if (another.IsSuccessStatusCode)
                return;
            await Task.Delay(50);
        }
        Assert.Fail("the idle reader still holds its place");
    }

    [Fact]
    public async Task Writers_in_several_processes_leave_no_gap_and_no_event_becomes_visible_behind_a_reader()
    {
        await using var status = await StatusHost.StartAsync(_folder.Path);
        var store = status.Services.GetRequiredService<IDocuments<EventDocument>>();
        var writers = Enumerable.Range(0, 4).Select(_ => new EventLog(store, new(), new PlatformOptions { Mongo = "mongodb://elsewhere" }, TimeProvider.System)).ToList();
        var seen = new List<long>();
        using var done = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested || seen.Count < 425)
                foreach (var e in await writers[0].AfterAsync(seen.LastOrDefault(), 50, default))
                    seen.Add(e.Sequence);
        });

        await Task.WhenAll(writers.Select((w, i) => Task.Run(async () =>
        {
            for (var n = 0; n < 125; n++)
                await w.AppendAsync(new() { EventId = $"{(n < 25 ? 0 : i)}/{n}", Type = "t", Subject = "s", Body = "{}" }, default);
        })));
        await done.CancelAsync();
        await reading.WaitAsync(TimeSpan.FromSeconds(20));

        // 25 events that every writer had, once each, and 100 of its own of each.
        seen.Count.ShouldBe(425);
        seen.ShouldBe(Enumerable.Range(1, 425).Select(n => (long)n));
    }

    [Fact]
    public async Task Who_follows_the_log_of_several_writers_is_told_every_event_once_in_the_order_of_its_numbers()
    {
        await using var status = await StatusHost.StartAsync(_folder.Path);
        var store = status.Services.GetRequiredService<IDocuments<EventDocument>>();
        var (signal, several) = (new EventSignal(), new PlatformOptions { Mongo = "mongodb://elsewhere" });
        EventLog[] writers = [new(store, signal, several, TimeProvider.System), new(store, new(), several, TimeProvider.System)];
        using var tail = new EventTail(writers[0], signal, new() { PollInterval = TimeSpan.FromMilliseconds(20) }, TimeProvider.System, NullLogger<EventTail>.Instance);
        await tail.StartAsync(default);
        (await tail.LastAsync(default)).ShouldBe(0);
        var seen = new List<long>();
        var following = Task.Run(async () =>
        {
            while (seen.Count < 400)
            {
                var more = tail.More;
                var page = await tail.AfterAsync(seen.LastOrDefault(), default);
                seen.AddRange(page.Select(e => e.Sequence));
                if (page.Count == 0)
                    await more;
            }
        });

        await Task.WhenAll(writers.Select((w, i) => Task.Run(async () =>
        {
            for (var n = 0; n < 200; n++)
                await w.AppendAsync(new() { EventId = $"{i}/{n}", Type = "t", Subject = "s", Body = "{}" }, default);
        })));
        await following.WaitAsync(TimeSpan.FromSeconds(60));
        await tail.StopAsync(default);

        seen.ShouldBe(Enumerable.Range(1, 400).Select(n => (long)n));
    }

    [Fact]
    public async Task A_burst_is_logged_in_the_order_it_happened_with_repeats_left_out()
    {
        await using var status = await StatusHost.StartAsync(_folder.Path);
        var log = status.Services.GetRequiredService<EventLog>();

        await Task.WhenAll(Enumerable.Range(0, 600).Select(n => log.AppendAsync(
            new() { EventId = $"{n % 500}", Type = "t", Subject = "s", Body = "{}", Time = DateTimeOffset.UnixEpoch.AddSeconds(n % 500) }, default)));

        var all = new List<EventDocument>();
        while (await log.AfterAsync(all.LastOrDefault()?.Sequence ?? 0, 500, default) is { Count: > 0 } page)
            all.AddRange(page);
        all.Select(e => e.EventId).ShouldBeUnique();
        all.Count.ShouldBe(500);
        all.Take(256).Select(e => e.Time).ShouldBe(all.Take(256).Select(e => e.Time).Order());
    }

    private static ApplicationSubmitted Submitted(string ns, string application, long revision) =>
        new() { Namespace = ns, Application = application, Revision = revision, Number = revision, Rollout = Guid.NewGuid(), SubmittedBy = "somebody" };

    /// <summary>Reads Server-Sent Events.</summary>
    private sealed class Reader(HttpClient client, StreamReader lines) : IDisposable
    {
        public static async Task<Reader> OpenAsync(HttpClient client, long? after = null, string query = "")
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "events" + query);
            if (after is not null)
                request.Headers.Add("Last-Event-ID", $"{after}");
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            response.EnsureSuccessStatusCode();
            response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
            var reader = new Reader(client, new(await response.Content.ReadAsStreamAsync()));
            await reader.LineAsync(l => l == ": events");
            return reader;
        }

        public async Task<List<(long Id, JsonNode Event)>> TakeAsync(int count, Func<JsonNode, bool>? fits = null)
        {
            var events = new List<(long, JsonNode)>();
            long id = 0;
            using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(20)); // over all lines: heartbeats go on for ever
            while (events.Count < count)
            {
                var line = await lines.ReadLineAsync(bound.Token) ?? throw new EndOfStreamException();
                if (line.StartsWith("id: ", StringComparison.Ordinal))
                    id = long.Parse(line[4..], System.Globalization.CultureInfo.InvariantCulture);
                else if (line.StartsWith("data: ", StringComparison.Ordinal) && JsonNode.Parse(line[6..]) is { } e && fits?.Invoke(e) != false)
                    events.Add((id, e));
            }
            return events;
        }

        public async Task<string> LineAsync(Func<string, bool> fits)
        {
            using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            while (await lines.ReadLineAsync(bound.Token) is { } line)
                if (fits(line))
                    return line;
            throw new EndOfStreamException();
        }

        public void Dispose()
        {
            lines.Dispose();
            client.Dispose();
        }
    }
}
