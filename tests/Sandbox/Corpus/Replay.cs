using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Platform.Sandbox.Tests.Support;

namespace Platform.Sandbox.Tests.Corpus;

/// <summary>Sends the recorded exchanges of a file, in order, and compares the answers.</summary>
internal sealed class Replay(SandboxCluster cluster) : IDisposable
{
    private readonly Placeholders _placeholders = new();
    private readonly TestClient _admin = new(cluster.KubeconfigText);
    private readonly TestClient _nobody = new(cluster.KubeconfigText, withCredentials: false);
    private readonly TestClient _limited = new(cluster.KubeconfigFor("limited"));
    private readonly List<(JsonObject Exchange, Task<(int, string?, string)> Answer)> _watches = [];

    private static readonly System.Text.Json.JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Called before an exchange, with its number.</summary>
    public Func<SandboxCluster, int, Task>? Before { get; init; }

    public int Agree { get; private set; }
    public List<string> Differences { get; } = [];

    public async Task RunAsync(string path)
    {
        foreach (var line in await File.ReadAllLinesAsync(path))
        {
            var exchange = (JsonObject)JsonNode.Parse(line)!;
            if (((string?)exchange["note"])?.Contains("compacted", StringComparison.Ordinal) == true && ((string)exchange["note"]!).Contains("restarted", StringComparison.Ordinal)) cluster.Compact();
            if (Before is not null) await Before(cluster, (int)exchange["n"]!);
            var answer = SendAsync((JsonObject)exchange["request"]!);
            if (((string)exchange["request"]!["path"]!).Contains("watch", StringComparison.Ordinal) && exchange["response"]!["body"] is JsonArray)
            {
                _watches.Add((exchange, answer));
                await Task.WhenAny(answer, Task.Delay(50));
                continue;
            }
            Judge(exchange, await answer);
        }
        foreach (var (exchange, answer) in _watches) Judge(exchange, await answer);
    }

    private async Task<(int Code, string? ContentType, string Body)> SendAsync(JsonObject recorded)
    {
        var path = _placeholders.Fill((string)recorded["path"]!);
        using var request = new HttpRequestMessage(new HttpMethod((string)recorded["method"]!), new Uri(cluster.Url + path)) { Version = new Version(2, 0) };
        if ((string?)recorded["accept"] is { } accept) request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.TryAddWithoutValidation("User-Agent", (string?)recorded["userAgent"] ?? "transcript/1.0");
        if (recorded["body"] is { } body)
        {
            var text = body is JsonValue v && v.TryGetValue<string>(out var plain) ? plain : body.ToJsonString(Plain);
            request.Content = new StringContent(_placeholders.Fill(text), Encoding.UTF8);
            request.Content.Headers.ContentType = null;
        }
        if ((string?)recorded["contentType"] is { } type)
        {
            request.Content ??= new ByteArrayContent([]);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }
        if ((string?)recorded["user"] == "invalid-token") request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "nonsense");
        var client = (string?)recorded["user"] switch { null => _admin, "limited" => _limited, _ => _nobody };
        using var response = await client.SendAsync(request);
        return ((int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), await response.Content.ReadAsStringAsync());
    }

    private void Judge(JsonObject exchange, (int Code, string? ContentType, string Body) answer)
    {
        var recorded = exchange["response"]!;
        var difference = Body(recorded["body"], answer.Body, (string?)exchange["note"]);
        if (answer.Code != (int)recorded["status"]!) difference = $"status {answer.Code} instead of {(int)recorded["status"]!}: {(answer.Body.Length > 200 ? answer.Body[..200] : answer.Body)}";
        if (difference is null) Agree++;
        else Differences.Add($"#{exchange["n"]} {(string?)exchange["name"]}: {difference}");
    }

    private string? Body(JsonNode? recorded, string actual, string? note)
    {
        if (recorded is null || note?.Contains("trimmed", StringComparison.Ordinal) == true && recorded is JsonObject { Count: > 0 } o && !o.ContainsKey("items")) return null;
        if (recorded is JsonValue text && text.TryGetValue<string>(out var plain)) return plain == "<binary>" ? (actual.StartsWith('{') ? "JSON instead of protobuf" : null) : _placeholders.CompareText(plain, actual, "");
        if (recorded is JsonArray events)
        {
            var seen = new JsonArray([.. actual.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l))]);
            return _placeholders.Compare(WithoutBookmarks(events), WithoutBookmarks(seen));
        }
        if (actual.Contains("}\n{", StringComparison.Ordinal)) return "a stream instead of one object";
        var node = actual.StartsWith('{') ? JsonNode.Parse(actual) : null;
        if (note == "items trimmed to names" && node?["items"] is JsonArray items) node["items"] = new JsonArray([.. items.Select(i => i!["metadata"]!["name"]!.DeepClone())]);
        return _placeholders.Compare(recorded, node);
    }

    /// <summary>How many plain bookmarks come depends on the clock; the one that ends the initial events counts.</summary>
    private static JsonArray WithoutBookmarks(JsonArray events) =>
        new([.. events.Where(e => (string?)e!["type"] != "BOOKMARK" || e["object"]?["metadata"]?["annotations"] is not null).Select(e => e!.DeepClone())]);

    public void Dispose()
    {
        _admin.Dispose();
        _nobody.Dispose();
        _limited.Dispose();
    }
}
