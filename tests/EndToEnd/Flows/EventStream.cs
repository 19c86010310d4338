using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Platform.EndToEnd.Tests.Harness;
using Shouldly;
using Xunit;

namespace Platform.EndToEnd.Tests.Flows;

/// <summary>The live stream at the gateway: CloudEvents, each once by id, resumable.</summary>
public abstract class EventStream(World world)
{
    [Fact]
    public async Task A_rollout_is_told_from_submission_to_success()
    {
        var answer = await world.Api.SendYamlAsync(HttpMethod.Put, "namespaces/default/applications/told", Documents.WebService("told"));
        await world.Api.RolloutAsync(answer.Location!, "succeeded");

        var events = await world.EventsUntilAsync("default/told", "platform.deploy.v1.rollout-succeeded");

        var types = events.Select(told => told["type"]!.ToString()).ToList();
        types.ShouldContain("platform.deploy.v1.application-submitted");
        types.ShouldContain("platform.deploy.v1.revision-created");
        types.Count(type => type == "platform.deploy.v1.rollout-started").ShouldBe(1);
        types.Count(type => type == "platform.deploy.v1.rollout-succeeded").ShouldBe(1);
        events.Where(told => told["type"]!.ToString() == "platform.deploy.v1.cluster-applied")
            .Select(told => told["data"]!["cluster"]!.ToString()).ShouldBe(world.ClusterNames, ignoreOrder: true);
        events.Select(told => told["id"]!.ToString()).ShouldBeUnique();
        events.ShouldAllBe(told => told["specversion"]!.ToString() == "1.0" && told["subject"]!.ToString().StartsWith("default/told"));
    }

    [Fact]
    public async Task A_reader_that_comes_back_misses_nothing()
    {
        var answer = await world.Api.SendYamlAsync(HttpMethod.Put, "namespaces/default/applications/resumed", Documents.WebService("resumed"));
        await world.Api.RolloutAsync(answer.Location!, "succeeded");
        var all = await ReadAsync("default/resumed", null, "platform.deploy.v1.rollout-succeeded");
        all.Count.ShouldBeGreaterThan(4);

        var rest = await ReadAsync("default/resumed", all[1].Id, "platform.deploy.v1.rollout-succeeded");

        rest.Select(told => told.Id).ShouldBe(all.Skip(2).Select(told => told.Id));
    }

    private async Task<List<(string Id, JsonObject Event)>> ReadAsync(string subject, string? after, string untilType)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(60) };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(world.Gateway, $"/api/v1/events?subject={subject}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", world.AdminKey);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        request.Headers.Add("Last-Event-ID", after ?? "0");
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");

        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var events = new List<(string, JsonObject)>();
        string? id = null;
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("id:", StringComparison.Ordinal))
                id = line[3..].Trim();
            if (!line.StartsWith("data:", StringComparison.Ordinal))
                continue;
            var told = JsonNode.Parse(line[5..])!.AsObject();
            events.Add((id!, told));
            if (told["type"]!.ToString() == untilType)
                break;
        }

        return events;
    }
}
