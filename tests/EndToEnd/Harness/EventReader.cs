using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Platform.EndToEnd.Tests.Harness;

/// <summary>A client of the event stream as any browser is one: when it breaks it comes back with the last id it had.</summary>
internal sealed class EventReader(Uri gateway, string key) : IAsyncDisposable
{
    private readonly HttpClient http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly CancellationTokenSource stop = new();
    private readonly List<JsonObject> events = [];
    private Task? reading;
    private string last = "0";

    public IReadOnlyList<JsonObject> Events
    {
        get
        {
            lock (events)
                return [.. events];
        }
    }

    public void Start(string subject) => reading = Task.Run(() => ReadAsync(subject));

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await (reading ?? Task.CompletedTask);
        http.Dispose();
        stop.Dispose();
    }

    private async Task ReadAsync(string subject)
    {
        while (!stop.IsCancellationRequested)
            try
            {
                await ReadOnceAsync(subject);
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                return;
            }
    }

    private async Task ReadOnceAsync(string subject)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway, $"/api/v1/events?subject={subject}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        request.Headers.Add("Last-Event-ID", last);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(stop.Token));
        while (await reader.ReadLineAsync(stop.Token) is { } line)
        {
            if (line.StartsWith("id:", StringComparison.Ordinal))
                last = line[3..].Trim();
            if (line.StartsWith("data:", StringComparison.Ordinal))
                lock (events)
                    events.Add(JsonNode.Parse(line[5..])!.AsObject());
        }
    }
}
