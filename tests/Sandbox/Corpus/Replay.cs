using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Platform.Sandbox.Tests.Support;

namespace Platform.Sandbox.Tests.Corpus;

/// <summary>An exchange whose answer differs from the recorded one, with the answer.</summary>
internal sealed record Difference(int Number, string Name, string What, string Answer)
{
    public override string ToString() => $"#{Number} {Name}: {What}";
}

/// <summary>Sends the recorded exchanges of a file, in order, and compares the answers.</summary>
internal sealed partial class Replay(SandboxCluster cluster) : IDisposable
{
    private readonly Placeholders _placeholders = new();
    private readonly TestClient _admin = new(cluster.KubeconfigText);
    private readonly TestClient _nobody = new(cluster.KubeconfigText, withCredentials: false);
    private readonly TestClient _limited = new(cluster.KubeconfigFor("limited"));
    private readonly List<(JsonObject Exchange, Task<(int, string?, string)> Answer)> _watches = [];
    private readonly Dictionary<string, string> _tokens = new(StringComparer.Ordinal);
    private bool _restarted;
    private bool _changed;
    private int _newest;

    private static readonly System.Text.Json.JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the recording leaves out, by the number of the exchange it comes before.</summary>
    public IReadOnlyDictionary<int, Func<SandboxCluster, Task>> LeftOut { get; init; } = new Dictionary<int, Func<SandboxCluster, Task>>();

    public int Agree { get; private set; }
    public List<Difference> Differences { get; } = [];

    public async Task RunAsync(string path)
    {
        foreach (var line in await File.ReadAllLinesAsync(path))
        {
            var exchange = (JsonObject)JsonNode.Parse(TemplateHash().Replace(line, "-<hash>"))!;
            if (!_restarted && ((string?)exchange["note"])?.Contains("restarted", StringComparison.Ordinal) == true)
            {
                cluster.Compact();
                _restarted = true;
            }
            await LetEndAsync(exchange);
            if (LeftOut.TryGetValue((int)exchange["n"]!, out var setUp))
            {
                await Task.WhenAll(_watches.Select(w => w.Answer));
                await setUp(cluster);
            }
            var watches = ((string)exchange["request"]!["path"]!).Contains("watch", StringComparison.Ordinal) && exchange["response"]!["body"] is JsonArray;
            // Watches were recorded in groups: open some, change things, wait for their ends.
            if (watches && _changed) await Task.WhenAll(_watches.Select(w => w.Answer));
            _changed = !watches && (_changed || (string)exchange["request"]!["method"]! != "GET");
            var answer = SendAsync((JsonObject)exchange["request"]!);
            if (watches)
            {
                _watches.Add((exchange, answer));
                await Task.WhenAny(answer, Task.Delay(50));
                continue;
            }
            Judge(exchange, await answer);
        }
        foreach (var (exchange, answer) in _watches) Judge(exchange, await answer);
    }

    /// <summary>
    /// A change that an open watch didn't see when it was recorded came after its end, and after that of older watches: placeholders of
    /// versions are numbered in their order, so a change with a greater number than the watch's last event waits until it has ended here.
    /// </summary>
    private async Task LetEndAsync(JsonObject exchange)
    {
        if ((string)exchange["request"]!["method"]! == "GET") return;
        var own = Versions(exchange["response"]!["body"] is JsonObject { } body && body.ContainsKey("metadata") ? body["metadata"]!.ToJsonString(Plain) : "").DefaultIfEmpty(_newest + 1).Max();
        var path = (string)exchange["request"]!["path"]!;
        var ended = _watches.FindLastIndex(w => Concerns((string)w.Exchange["request"]!["path"]!, path)
            && Versions(w.Exchange["response"]!["body"]!.ToJsonString(Plain)).DefaultIfEmpty(0).Max() < own);
        await Task.WhenAll(_watches.Take(ended + 1).Select(w => w.Answer));
        _newest = Math.Max(_newest, own);
    }

    /// <summary>The watch is of the kind that is changed, without a selector or with one of the very object.</summary>
    private static bool Concerns(string watch, string change)
    {
        var kind = watch.Split('?')[0].Split('/')[^1];
        var name = change.Split('?')[0].Split('/')[^1];
        return change.Split('?')[0].Split('/').Contains(kind) && (!watch.Contains("Selector", StringComparison.Ordinal) || watch.Contains($"metadata.name%3D{name}&", StringComparison.Ordinal));
    }

    private static IEnumerable<int> Versions(string text) => Version().Matches(text).Select(m => int.Parse(m.Groups[1].Value));

    /// <summary>The name of the volume with a Pod's token is random, and has no number in the recording: a request that repeats it means the Pod's own.</summary>
    private async Task<string> WithTokenVolumeAsync(string path, string text)
    {
        const string name = "kube-api-access-<rand>";
        if (!text.Contains(name, StringComparison.Ordinal) || (await _admin.GetAsync(path)).Body is not { } pod) return text;
        var volume = pod["spec"]?["volumes"]?.AsArray().Select(v => (string)v!["name"]!).FirstOrDefault(v => v.StartsWith("kube-api-access-", StringComparison.Ordinal));
        return text.Replace(name, volume, StringComparison.Ordinal);
    }

    /// <summary>The hash of a Pod's template, and what follows it, is one of how Go prints its structs; here it is another.</summary>
    [GeneratedRegex("-[bcdfghjklmnpqrstvwxz2456789]{8,10}(-[a-z0-9]{5})?(?=[\\\\ \"])")]
    private static partial Regex TemplateHash();

    [GeneratedRegex("<rv-([0-9]+)>")]
    private static partial Regex Version();

    private async Task<(int Code, string? ContentType, string Body)> SendAsync(JsonObject recorded)
    {
        var path = _placeholders.Fill((string)recorded["path"]!);
        using var request = new HttpRequestMessage(new HttpMethod((string)recorded["method"]!), new Uri(cluster.Url + path)) { Version = new Version(2, 0) };
        if ((string?)recorded["accept"] is { } accept) request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.TryAddWithoutValidation("User-Agent", (string?)recorded["userAgent"] ?? "transcript/1.0");
        if (recorded["body"] is { } body)
        {
            var text = body is JsonValue v && v.TryGetValue<string>(out var plain) ? plain : body.ToJsonString(Plain);
            request.Content = new StringContent(_placeholders.Fill(await WithTokenVolumeAsync(path, text)), Encoding.UTF8);
            request.Content.Headers.ContentType = null;
        }
        if ((string?)recorded["contentType"] is { } type)
        {
            request.Content ??= new ByteArrayContent([]);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }
        if ((string?)recorded["user"] == "serviceaccount-token") request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _tokens["default"]);
        if ((string?)recorded["user"] == "invalid-token") request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "nonsense");
        var client = (string?)recorded["user"] switch { null => _admin, "limited" => _limited, _ => _nobody };
        using var response = await client.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        if (path.EndsWith("/token", StringComparison.Ordinal) && (int)response.StatusCode == 201 && JsonNode.Parse(answer) is { } token) _tokens[(string)token["metadata"]!["name"]!] = (string)token["status"]!["token"]!;
        return ((int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), answer);
    }

    private void Judge(JsonObject exchange, (int Code, string? ContentType, string Body) answer)
    {
        var recorded = exchange["response"]!;
        var difference = Body(recorded["body"], answer.Body, (string?)exchange["note"]);
        if (answer.Code != (int)recorded["status"]!) difference = $"status {answer.Code} instead of {(int)recorded["status"]!}: {(answer.Body.Length > 200 ? answer.Body[..200] : answer.Body)}";
        if (difference is null) Agree++;
        else Differences.Add(new((int)exchange["n"]!, (string)exchange["name"]!, difference, answer.Body));
    }

    private string? Body(JsonNode? recorded, string actual, string? note)
    {
        if (recorded is null) return null;
        if (recorded is JsonValue text && text.TryGetValue<string>(out var plain)) return plain == "<binary>" ? (actual.StartsWith('{') ? "JSON instead of protobuf" : null) : _placeholders.CompareText(plain, actual, "");
        var extent = note switch { "body trimmed" => Extent.Beginning, "objects trimmed" => Extent.Fields, _ => Extent.Whole };
        if (recorded is JsonArray events)
        {
            var seen = new JsonArray([.. actual.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l))]);
            return _placeholders.Compare(WithoutBookmarks(events), WithoutBookmarks(seen), extent: extent);
        }
        if (actual.Contains("}\n{", StringComparison.Ordinal)) return "a stream instead of one object";
        var node = actual.StartsWith('{') ? JsonNode.Parse(actual) : null;
        if (note == "status only") node = node?["status"];
        if (recorded["items"] is JsonArray { Count: > 0 } names && names[0] is JsonValue && node?["items"] is JsonArray items) node["items"] = new JsonArray([.. items.Select(i => i!["metadata"]!["name"]!.DeepClone())]);
        return _placeholders.Compare(recorded, node, extent: extent);
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
