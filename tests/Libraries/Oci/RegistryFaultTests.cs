using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Platform.Oci;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oci;

/// <summary>What no well-behaved registry does on demand: tokens, refusals and lost answers, from a scripted one.</summary>
public sealed class RegistryFaultTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_fetched_from_the_realm_with_the_credentials_and_used_again()
    {
        var tokens = 0;
        using var registry = new ScriptedRegistry(request =>
        {
            if (request.RequestUri!.Host == "auth.example")
            {
                tokens++;
                request.Headers.Authorization!.Scheme.ShouldBe("Basic");
                request.RequestUri.Query.ShouldContain("scope=repository%3Ashop%2Fweb%3Apull");
                return Json("""{"token":"t0ken","expires_in":300}""");
            }

            return request.Headers.Authorization is { Scheme: "Bearer", Parameter: "t0ken" } ? Manifest() : Challenge("https://auth.example/token");
        });
        var store = registry.Open("https://registry.example", "robot", "pw");

        (await store.ResolveAsync("shop/web", "1", Ct)).ShouldNotBeNull();
        (await store.ResolveAsync("shop/web", "2", Ct)).ShouldNotBeNull();

        tokens.ShouldBe(1);
    }

    [Fact]
    public async Task Credentials_are_not_sent_to_a_realm_without_tls()
    {
        using var registry = new ScriptedRegistry(request =>
            request.RequestUri!.Scheme == "http" ? throw new InvalidOperationException("The password went out in the clear.") : Challenge("http://auth.example/token"));

        var told = await Should.ThrowAsync<OciException>(
            () => registry.Open("https://registry.example", "robot", "pw").ResolveAsync("shop/web", "1", Ct));

        told.Error.ShouldBe(OciError.Unauthorized);
        told.Message.ShouldContain("without TLS");
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, OciError.Unreachable, 3)]
    [InlineData(HttpStatusCode.TooManyRequests, OciError.Busy, 3)]
    [InlineData(HttpStatusCode.Forbidden, OciError.Unauthorized, 1)]
    [InlineData(HttpStatusCode.BadRequest, OciError.Rejected, 1)]
    public async Task A_refusal_is_told_in_the_registrys_words_and_tried_again_only_where_it_helps(HttpStatusCode status, OciError error, int requests)
    {
        using var registry = new ScriptedRegistry(_ => new HttpResponseMessage(status)
        {
            Content = new StringContent("""{"errors":[{"code":"DENIED","message":"not on Sundays"}]}"""),
        });

        var told = await Should.ThrowAsync<OciException>(() => registry.Open("https://registry.example").GetManifestAsync("shop/web", "1", Ct));

        told.Error.ShouldBe(error);
        told.Message.ShouldContain("not on Sundays");
        registry.Requests.ShouldBe(requests);
    }

    [Fact]
    public async Task Content_other_than_the_digest_asked_for_is_never_handed_out()
    {
        using var registry = new ScriptedRegistry(_ => Manifest());

        var told = await Should.ThrowAsync<OciException>(
            () => registry.Open("https://registry.example").GetManifestAsync("shop/web", Digest.Of("asked"u8).ToString(), Ct));

        told.Error.ShouldBe(OciError.Corrupt);
    }

    [Fact]
    public async Task A_manifest_that_never_ends_is_cut_off()
    {
        using var registry = new ScriptedRegistry(_ => new HttpResponseMessage
        {
            Content = new ByteArrayContent(new byte[StoredManifest.MaxSize + 1]) { Headers = { ContentType = new MediaTypeHeaderValue(MediaTypes.ImageManifest) } },
        });

        var told = await Should.ThrowAsync<OciException>(() => registry.Open("https://registry.example").GetManifestAsync("shop/web", "1", Ct));

        told.Message.ShouldContain("larger than");
    }

    [Fact]
    public async Task A_part_whose_answer_was_lost_is_not_sent_twice()
    {
        var received = new MemoryStream();
        var lost = false;
        using var registry = new ScriptedRegistry(request =>
        {
            if (request.Method == HttpMethod.Patch)
            {
                request.Content!.ReadAsStream().CopyTo(received);
                if (!lost)
                {
                    lost = true;
                    throw new HttpRequestException(HttpRequestError.ResponseEnded, "The answer was lost.");
                }
            }

            if (request.Method == HttpMethod.Put)
                return new HttpResponseMessage(HttpStatusCode.Created);
            var answer = new HttpResponseMessage(request.Method == HttpMethod.Get ? HttpStatusCode.NoContent : HttpStatusCode.Accepted);
            answer.Headers.Location = new Uri("/v2/shop/web/blobs/uploads/1", UriKind.Relative);
            answer.Headers.TryAddWithoutValidation("Range", $"0-{received.Length - 1}");
            return answer;
        });
        var content = new byte[7 * 1024 * 1024];
        using var stream = new MemoryStream(content);

        var pushed = await registry.Open("https://registry.example").PushBlobAsync("shop/web", MediaTypes.LayerTar, stream, ct: Ct);

        pushed.Digest.ShouldBe(Digest.Of(content));
        received.Length.ShouldBe(content.Length);
    }

    private static HttpResponseMessage Manifest()
    {
        var body = OciJson.Write(new Manifest { Config = new Descriptor { MediaType = MediaTypes.ImageConfig, Digest = Digest.Of("c"u8), Size = 1 }, Layers = [] });
        var answer = new HttpResponseMessage { Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(MediaTypes.ImageManifest) } } };
        answer.Headers.TryAddWithoutValidation("Docker-Content-Digest", Digest.Of(body).ToString());
        return answer;
    }

    private static HttpResponseMessage Challenge(string realm)
    {
        var answer = new HttpResponseMessage(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.ParseAdd($"Bearer realm=\"{realm}\",service=\"registry\",scope=\"repository:shop/web:pull\"");
        return answer;
    }

    private static HttpResponseMessage Json(string body) => new() { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    private sealed class ScriptedRegistry(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        internal int Requests { get; private set; }

        internal RegistryStore Open(string address, string? user = null, string? password = null) =>
            new(new HttpClient(this, disposeHandler: false), RegistryEndpoint.Parse(address) with { User = user, Password = password });

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            try
            {
                return Task.FromResult(answer(request));
            }
            catch (HttpRequestException e)
            {
                return Task.FromException<HttpResponseMessage>(e);
            }
        }
    }
}
