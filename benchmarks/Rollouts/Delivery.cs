using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Platform.Benchmarks.Rollouts;

/// <summary>Applications of five objects, submitted and followed by the event stream as any client would.</summary>
internal sealed class Delivery : IDisposable
{
    private const string AppliedType = "\"platform.deploy.v1.cluster-applied\"";
    private const string EndType = "\"platform.deploy.v1.rollout-succeeded\"";

    private readonly HashSet<string> clusters = [];
    private readonly HashSet<string> rollouts = [];
    private readonly TestBed bed;
    private readonly HttpClient http;
    private readonly HttpResponseMessage stream;
    private readonly StreamReader reader;

    private Delivery(TestBed bed, HttpClient http, HttpResponseMessage stream, StreamReader reader) =>
        (this.bed, this.http, this.stream, this.reader) = (bed, http, stream, reader);

    /// <param name="bed">Where.</param>
    /// <param name="name">Whose events: one application's, or those of all.</param>
    public static async Task<Delivery> FollowAsync(TestBed bed, string? name)
    {
        var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var subject = name is null ? "" : $"?subject=default/{name}";
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(bed.Address, $"/api/v1/events{subject}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bed.AdminKey);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        var stream = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        stream.EnsureSuccessStatusCode();
        return new(bed, http, stream, new StreamReader(await stream.Content.ReadAsStreamAsync()));
    }

    /// <param name="name">The application's.</param>
    /// <param name="generation">What its objects say.</param>
    /// <param name="where">Labels of its clusters.</param>
    public async Task<TimeSpan> SubmitAsync(string name, int generation = 0, string where = TestBed.Everywhere)
    {
        var began = TimeProvider.System.GetTimestamp();
        await bed.Gateway.SendYamlAsync(HttpMethod.Post, "namespaces/default/applications", Document(name, generation, where), CancellationToken.None);
        return TimeProvider.System.GetElapsedTime(began);
    }

    /// <summary>Until so many clusters of applications have their objects; and until so many rollouts have ended well.</summary>
    public async Task UntilAsync(int applied, int succeeded)
    {
        while ((clusters.Count < applied || rollouts.Count < succeeded) && await reader.ReadLineAsync() is { } line)
        {
            var (isApplied, isEnd) = (line.Contains(AppliedType, StringComparison.Ordinal), line.Contains(EndType, StringComparison.Ordinal));
            if (!line.StartsWith("data:", StringComparison.Ordinal) || !(isApplied || isEnd))
                continue;
            var told = JsonNode.Parse(line[5..])!["data"]!;
            if (isApplied)
                clusters.Add($"{told["application"]}/{told["cluster"]}");
            else
                rollouts.Add(told["application"]!.ToString());
        }
    }

    public void Dispose()
    {
        reader.Dispose();
        stream.Dispose();
        http.Dispose();
    }

    private static string Document(string name, int generation, string where)
    {
        var objects = Enumerable.Range(0, 5).Select(index => $"            - {{apiVersion: v1, kind: ConfigMap, metadata: {{name: {name}-{index}}}, data: {{key: value-{generation}}}}}");
        return $$$"""
            apiVersion: core.oam.dev/v1beta1
            kind: Application
            metadata: {name: {{{name}}}}
            spec:
              components:
                - name: {{{name}}}
                  type: k8s-objects
                  properties:
                    objects:
            {{{string.Join('\n', objects)}}}
              policies:
                - {name: all, type: topology, properties: {clusterLabelSelector: {{{where}}}, namespace: default}}
            """;
    }
}
