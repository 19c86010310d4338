using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Platform.Tests.Support;

/// <summary>A web server on loopback that gives out what the test puts into it.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FileServer(WebApplication app) => _app = app;

    /// <summary>Its address, without a slash at its end.</summary>
    internal string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Path to content.</summary>
    internal ConcurrentDictionary<string, byte[]> Files { get; } = new();

    /// <summary>Path to what is done instead.</summary>
    internal ConcurrentDictionary<string, Func<HttpContext, Task>> Instead { get; } = new();

    /// <summary>When set, the only <c>user:password</c> that is let in.</summary>
    internal string? Login { get; set; }

    /// <summary>Requests with their credentials.</summary>
    internal ConcurrentQueue<(string Path, string Authorization)> Requests { get; } = new();

    internal static async Task<FileServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new FileServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        Requests.Enqueue((path, http.Request.Headers.Authorization.ToString()));
        if (Login is { } login && http.Request.Headers.Authorization != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(login)))
            http.Response.StatusCode = 401;
        else if (Instead.TryGetValue(path, out var instead))
            await instead(http);
        else if (Files.TryGetValue(path, out var content))
            await http.Response.Body.WriteAsync(content);
        else
            http.Response.StatusCode = 404;
    }
}
