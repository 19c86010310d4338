using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Platform.Deploy.Tests;

/// <summary>Somebody else's server.</summary>
internal sealed class HookServer(WebApplication app) : IAsyncDisposable
{
    /// <summary>Codes it answers with, one after the other; then 200.</summary>
    public Queue<int> Answers { get; } = new();

    /// <summary>What it says.</summary>
    public string Text { get; set; } = "fine";

    public List<(string Path, string Body, string? Id)> Heard { get; } = [];

    public string Url => app.Urls.First();

    public static async Task<HookServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", $"http://{IPAddress.Loopback}:0"]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var server = new HookServer(app);
        app.Run(async context =>
        {
            server.Heard.Add((context.Request.Path, await new StreamReader(context.Request.Body).ReadToEndAsync(), context.Request.Headers["webhook-id"]));
            context.Response.StatusCode = server.Answers.TryDequeue(out var code) ? code : 200;
            await context.Response.WriteAsync(server.Text);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
