using System.Net;
using System.Text;

namespace Platform.Cli.Tests;

/// <summary>A server in the process: one function from request to answer, and what it was asked.</summary>
internal sealed class FakeServer(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    public List<(HttpRequestMessage Request, string Body)> Asked { get; } = [];

    /// <summary>Answers one after the other, the last one again and again; null is a connection that breaks.</summary>
    public static FakeServer Of(params string?[] bodies)
    {
        var next = 0;
        return new FakeServer(_ => bodies[Math.Min(next++, bodies.Length - 1)] is { } body
            ? Json(body)
            : throw new HttpRequestException("Connection reset"));
    }

    public static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked.Add((request, request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken)));
        return answer(request);
    }
}
