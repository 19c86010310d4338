using System.Text;
using Platform.Sandbox.Tests.Support;

namespace Platform.Sandbox.Tests.Api;

/// <summary>What is malformed, wrong or hostile is answered as a Kubernetes API server answers it, and costs nothing but the answer.</summary>
public sealed class BadInput : IAsyncLifetime
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";

    private SandboxFleet _fleet = null!;
    private TestClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _fleet = await SandboxFleet.StartAsync(new SandboxOptions { Clusters = [new() { Name = "c", Controllers = false }] });
        _client = new TestClient(_fleet["c"].KubeconfigText);
        (await SendAsync("POST", Maps, """{"metadata":{"name":"there"},"data":{"a":"1"}}""")).Code.ShouldBe(201);
    }

    [Theory]
    [InlineData("", "application/json", 400, "json parse error: unexpected end of JSON input (<empty>)")]
    [InlineData("""{"metadata":""", "application/json", 400, "json parse error: unexpected end of JSON input")]
    [InlineData("""{"metadata":{"name":"x"},}""", "application/json", 400, "json parse error: invalid character '}' looking for beginning of object key string")]
    [InlineData("""{"metadata":nonsense}""", "application/json", 400, "json parse error: invalid character")]
    [InlineData("""{"metadata" 1}""", "application/json", 400, "json parse error: invalid character '1' after object key")]
    [InlineData("""{"kind":"ConfigMap"} {}""", "application/json", 400, "json parse error: invalid character '{' after top-level value")]
    [InlineData("[1]", "application/json", 400, "cannot unmarshal array into Go value")]
    [InlineData("a: [", "application/yaml", 400, "yaml: line")]
    [InlineData("a: *b", "application/yaml", 400, "yaml: unknown anchor 'b' referenced")]
    [InlineData("a: {? [x] : y}", "application/yaml", 400, "the object provided is unrecognized")]
    [InlineData("k8s", "application/vnd.kubernetes.protobuf", 400, "")]
    [InlineData("<a/>", "text/html", 415, "the body of the request was in an unknown format")]
    [InlineData("""{"metadata":5}""", "application/json", 400, "cannot unmarshal number into Go struct field")]
    [InlineData("""{"metadata":{"name":{}}}""", "application/json", 400, "cannot unmarshal object into Go struct field")]
    [InlineData("""{"metadata":{"name":"x","labels":["a"]}}""", "application/json", 400, "cannot unmarshal array into Go struct field")]
    [InlineData("""{"metadata":{"name":"x","ownerReferences":{}}}""", "application/json", 400, "cannot unmarshal object into Go struct field")]
    [InlineData("""{"metadata":{"name":"x"},"data":{"a":1}}""", "application/json", 400, "cannot unmarshal number into Go struct field")]
    [InlineData("""{"metadata":{"name":"x","namespace":"other"}}""", "application/json", 400, "the namespace of the provided object does not match the namespace sent on the request")]
    [InlineData("""{"metadata":{}}""", "application/json", 422, "name or generateName is required")]
    [InlineData("""{"metadata":{"name":"Bad_Name"}}""", "application/json", 422, "a lowercase RFC 1123 subdomain must consist of")]
    [InlineData("""{"metadata":{"name":"x","labels":{"a b":"c"}}}""", "application/json", 422, "metadata.labels: Invalid value: \"a b\"")]
    [InlineData("""{"kind":"Secret","apiVersion":"v1","metadata":{"name":"x"}}""", "application/json", 400, "cannot be handled as a ConfigMap")]
    [InlineData("""{"kind":"ConfigMap","apiVersion":"v9","metadata":{"name":"x"}}""", "application/json", 400, "no kind \"ConfigMap\" is registered for version \"v9\"")]
    public async Task A_body_that_is_no_object_of_its_kind(string body, string type, int code, string message) => Refused(await SendAsync("POST", Maps, body, type), code, message);

    [Theory]
    [InlineData("GET", "/api/v1/namespaces/default/nonsense", 404, "the server could not find the requested resource")]
    [InlineData("GET", "/apis/apps/v9/deployments", 404, "the server could not find the requested resource")]
    [InlineData("GET", Maps + "/absent", 404, "configmaps \"absent\" not found")]
    [InlineData("GET", Maps + "/there/status", 404, "the server could not find the requested resource")]
    [InlineData("POST", Maps + "/there", 405, "the server does not allow this method on the requested resource")]
    [InlineData("PUT", Maps, 405, "the server does not allow this method on the requested resource")]
    [InlineData("PATCH", Maps, 405, "the server does not allow this method on the requested resource")]
    [InlineData("BREW", Maps, 405, "the server does not allow this method on the requested resource")]
    [InlineData("DELETE", Maps + "/there?propagationPolicy=Sometimes", 422, "propagationPolicy: Unsupported value: \"Sometimes\"")]
    [InlineData("GET", Maps + "?limit=many", 400, "strconv.ParseInt: parsing \"many\": invalid syntax")]
    [InlineData("GET", Maps + "?continue=nonsense", 400, "invalid continue token")]
    [InlineData("GET", Maps + "?resourceVersion=yesterday", 400, "resourceVersion: Invalid value: \"yesterday\"")]
    [InlineData("GET", Maps + "?resourceVersion=999999999", 504, "Too large resource version")]
    [InlineData("GET", Maps + "?labelSelector=a%20in%20(", 400, "unable to parse requirement")]
    [InlineData("GET", Maps + "?labelSelector=%3D%3D", 400, "unable to parse requirement")]
    [InlineData("GET", Maps + "?fieldSelector=data.a%3D1", 400, "\"data.a\" is not a known field selector")]
    [InlineData("GET", Maps + "?fieldSelector=nonsense", 400, "invalid selector")]
    [InlineData("POST", Maps + "?dryRun=Perhaps", 422, "dryRun: Unsupported value")]
    [InlineData("POST", Maps + "?fieldValidation=Perhaps", 422, "fieldValidation: Unsupported value: \"Perhaps\"")]
    public async Task A_request_for_what_is_not_there_or_not_allowed(string method, string path, int code, string message) =>
        Refused(await SendAsync(method, path, method is "POST" or "PUT" or "PATCH" or "BREW" ? """{"metadata":{"name":"x"}}""" : null), code, message);

    [Theory]
    [InlineData("application/json", "{}", 415, "415: Unsupported Media Type")]
    [InlineData("application/merge-patch+json", "{", 400, "error decoding patch: unexpected end of JSON input")]
    [InlineData("application/json-patch+json", "{}", 400, "")]
    [InlineData("application/json-patch+json", """[{"op":"dance","path":"/data"}]""", 422, "the server rejected our request due to an error in our request")]
    [InlineData("application/json-patch+json", """[{"op":"add","path":5}]""", 422, "")]
    [InlineData("application/strategic-merge-patch+json", """{"metadata":[]}""", 400, "")]
    [InlineData("application/apply-patch+yaml", "a: [", 400, "error decoding YAML")]
    [InlineData("application/apply-patch+yaml", "- a", 400, "error decoding YAML")]
    [InlineData("application/apply-patch+yaml", "{apiVersion: v1, kind: ConfigMap, metadata: []}", 500, ".metadata: expected map, got list")]
    public async Task A_patch_that_is_none(string type, string body, int code, string message) => Refused(await SendAsync("PATCH", $"{Maps}/there{(type.Contains("apply", StringComparison.Ordinal) ? "?fieldManager=t" : "")}", body, type), code, message);

    [Fact]
    public async Task More_operations_than_a_JSON_patch_may_have()
    {
        var patch = $"[{string.Join(',', Enumerable.Repeat("""{"op":"test","path":"/data/a","value":"1"}""", 10_001))}]";
        Refused(await SendAsync("PATCH", Maps + "/there", patch, "application/json-patch+json"), 413, "The allowed maximum operations in a JSON patch is 10000, got 10001");
    }

    [Fact]
    public async Task A_version_that_is_not_the_last_one() =>
        Refused(await SendAsync("PUT", Maps + "/there", """{"metadata":{"name":"there","resourceVersion":"1"}}"""), 409, "the object has been modified");

    [Theory]
    [InlineData("POST", "application/json", "[", "]", "exceeded max depth")]
    [InlineData("POST", "application/json", """{"a":""", "}", "exceeded max depth")]
    [InlineData("POST", "application/yaml", "[", "]", "exceeded max depth")]
    [InlineData("PATCH", "application/merge-patch+json", "[", "]", "exceeded max depth")]
    [InlineData("PATCH", "application/apply-patch+yaml", "[", "]", "exceeded max depth")]
    public async Task Documents_of_any_depth_end_no_process(string method, string type, string open, string close, string message)
    {
        var depth = type.Contains("yaml", StringComparison.Ordinal) ? 2_000 : 200_000;
        var body = $$"""{"metadata":{"name":"deep"},"data":{{string.Concat(Enumerable.Repeat(open, depth))}}1{{string.Concat(Enumerable.Repeat(close, depth))}}}""";
        Refused(await SendAsync(method, method == "POST" ? Maps : Maps + "/there?fieldManager=t", body, type), 400, message);
    }

    [Theory]
    [InlineData("POST", "application/yaml")]
    [InlineData("PATCH", "application/apply-patch+yaml")]
    public async Task A_few_lines_of_YAML_do_not_become_gigabytes(string method, string type)
    {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++) bomb.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        Refused(await SendAsync(method, method == "POST" ? Maps : Maps + "/there?fieldManager=t", bomb.ToString(), type), 400, "yaml: document contains excessive aliasing");
    }

    [Theory]
    [InlineData("2.0")]
    [InlineData("1.1")]
    public async Task A_body_of_any_length_is_read_no_further_than_the_limit(string version)
    {
        using var body = new EndlessBody();
        using var request = new HttpRequestMessage(HttpMethod.Post, Maps.TrimStart('/')) { Version = new Version(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = body };
        request.Headers.ExpectContinue = false;
        try
        {
            using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
            ((int)response.StatusCode).ShouldBe(413);
            var status = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            ((string?)status["reason"], (string?)status["message"]).ShouldBe(("RequestEntityTooLarge", "Request entity too large: limit is 3145728"));
        }
        catch (HttpRequestException) when (version == "1.1")
        {
            // The connection was closed while the client still wrote.
        }
        body.Written.ShouldBeLessThan(64 << 20);
        (await _client.GetAsync(Maps + "/there")).Code.ShouldBe(200);
    }

    /// <summary>Bytes of valid bodies, changed at random: whatever they say now, the server knows what to answer.</summary>
    [Fact]
    public async Task Bodies_with_bytes_changed_at_random_are_accepted_or_refused()
    {
        var random = new Random(4711);
        var bodies = new (string Method, string Path, string Type, string Body)[]
        {
            ("POST", Deployments, "application/json", """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","labels":{"a":"b"}},"spec":{"replicas":2,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"x:1","ports":[{"containerPort":80}],"resources":{"requests":{"cpu":"1"}}}]}}}}"""),
            ("POST", Deployments, "application/yaml", "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: x, env: [{name: A, value: '1'}]}]}}}}"),
            ("PATCH", Maps + "/there?fieldManager=t", "application/apply-patch+yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: there, finalizers: [a.b/c], ownerReferences: [{uid: a}]}, data: {a: b}}"),
            ("PATCH", Maps + "/there", "application/json-patch+json", """[{"op":"add","path":"/data/b","value":"1"},{"op":"move","from":"/data/b","path":"/data/c"},{"op":"remove","path":"/data/c"}]"""),
            ("PATCH", Maps + "/there", "application/strategic-merge-patch+json", """{"metadata":{"finalizers":["a.b/c"],"$deleteFromPrimitiveList/finalizers":["a.b/c"],"ownerReferences":[{"$patch":"delete","uid":"a"}]},"data":{"$patch":"replace","a":"1"}}"""),
            ("PUT", Maps + "/there", "application/json", """{"metadata":{"name":"there","managedFields":[{"manager":"m","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:data":{"f:a":{}}}}]},"data":{"a":"1"}}"""),
            ("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", "application/json", """{"metadata":{"name":"as.b.c"},"spec":{"group":"b.c","scope":"Namespaced","names":{"plural":"as","kind":"A"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object"}}}}}]}}"""),
            ("POST", "/apis/t.t/v1/namespaces/default/things", "application/json", """{"apiVersion":"t.t/v1","kind":"Thing","metadata":{"name":"x","labels":{"a":"b"},"finalizers":["a.b/c"],"ownerReferences":[{"apiVersion":"v1","kind":"A","name":"a","uid":"b"}]},"spec":{"size":1}}"""),
            ("PATCH", "/apis/t.t/v1/namespaces/default/things/there?fieldManager=t", "application/apply-patch+yaml", """{"apiVersion":"t.t/v1","kind":"Thing","metadata":{"name":"there","labels":{"a":"b"}},"spec":{"size":1,"list":[1]}}"""),
            ("PATCH", "/apis/t.t/v1/namespaces/default/things/there", "application/merge-patch+json", """{"metadata":{"name":"there","labels":{"a":"b"},"annotations":null},"spec":{"size":1,"list":[1]}}"""),
            ("DELETE", Maps + "/absent", "application/json", """{"kind":"DeleteOptions","apiVersion":"v1","propagationPolicy":"Background","gracePeriodSeconds":1,"preconditions":{"uid":"a"}}"""),
            ("POST", "/api/v1/namespaces/default/pods/p/eviction", "application/json", """{"kind":"Eviction","apiVersion":"policy/v1","metadata":{"name":"p"},"deleteOptions":{"gracePeriodSeconds":1}}"""),
            ("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", "application/json", """{"kind":"SelfSubjectAccessReview","apiVersion":"authorization.k8s.io/v1","spec":{"resourceAttributes":{"verb":"get","resource":"pods"}}}"""),
        };
        (await SendAsync("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", """{"metadata":{"name":"things.t.t"},"spec":{"group":"t.t","scope":"Namespaced","names":{"plural":"things","kind":"Thing"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","x-kubernetes-preserve-unknown-fields":true,"properties":{"size":{"type":"integer"}}}}}}}]}}""")).Code.ShouldBe(201);
        await Wait.UntilAsync("established", async () => (await SendAsync("POST", "/apis/t.t/v1/namespaces/default/things", """{"apiVersion":"t.t/v1","kind":"Thing","metadata":{"name":"there"}}""")).Code == 201);
        const string replacements = "\"{}[]:,0x-.~*&é\0\n $";
        var lost = new List<string>();
        for (var i = 0; i < 1500; i++)
        {
            var (method, path, type, body) = bodies[i % bodies.Length];
            var bytes = Encoding.UTF8.GetBytes(body).ToList();
            for (var change = random.Next(1, 4); change > 0; change--)
                if (random.Next(2) == 0) bytes[random.Next(bytes.Count)] = (byte)(random.Next(4) == 0 ? random.Next(256) : replacements[random.Next(replacements.Length)]);
                else bytes.RemoveRange(random.Next(bytes.Count - 20), random.Next(1, 20));
            var (code, answer) = await SendAsync(method, path + (method == "POST" ? "?dryRun=All" : ""), [.. bytes], type);
            if (code is < 200 or > 500 || ((string?)answer?["message"] ?? "").StartsWith("Internal error", StringComparison.Ordinal)) lost.Add($"{code} {Encoding.UTF8.GetString([.. bytes])}\n  {answer?.ToJsonString()}");
        }
        lost.ShouldBeEmpty(string.Join('\n', lost.Take(20)));
    }

    private static void Refused((int Code, JsonNode? Body) answer, int code, string message)
    {
        answer.Code.ShouldBe(code, answer.Body?.ToJsonString());
        var status = answer.Body!;
        ((string?)status["kind"], (string?)status["apiVersion"], (string?)status["status"], (int?)status["code"]).ShouldBe(("Status", "v1", "Failure", code));
        ((string?)status["message"])!.ShouldContain(message);
    }

    private Task<(int Code, JsonNode? Body)> SendAsync(string method, string path, string? body = null, string type = "application/json") =>
        SendAsync(method, path, body is null ? null : Encoding.UTF8.GetBytes(body), type);

    private async Task<(int Code, JsonNode? Body)> SendAsync(string method, string path, byte[]? body, string type)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path.TrimStart('/'));
        request.Version = new Version(2, 0);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }
        using var response = await _client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text) : null);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _fleet.DisposeAsync();
    }

    /// <summary>A string in JSON that doesn't end, without a length, up to 256 MiB.</summary>
    private sealed class EndlessBody : HttpContent
    {
        public EndlessBody() => Headers.TryAddWithoutValidation("Content-Type", "application/json");

        public long Written { get; private set; }

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes("{\"data\":{\"a\":\""));
            var chunk = Encoding.UTF8.GetBytes(new string('x', 64 * 1024));
            for (; Written < 256 << 20; Written += chunk.Length) await stream.WriteAsync(chunk);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
