using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Platform.Hosting;
using Platform.Messaging;
using Platform.Storage;

namespace Platform.Tests.Support;

/// <summary>One service in a process as in production: its module, SQLite, the in-memory bus, its endpoints behind the signed identity.</summary>
internal sealed class ServiceHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;
    private readonly string _log;
    private bool _ended;

    private ServiceHost(WebApplication app, string log)
    {
        (_app, _log) = (app, log);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        _http = new HttpClient { BaseAddress = new Uri(address + "/api/v1/"), Timeout = TimeSpan.FromSeconds(60) };
    }

    internal IServiceProvider Services => _app.Services;

    internal Uri Address => _http.BaseAddress!;

    internal IBus Bus => Services.GetRequiredService<IBus>();

    internal static async Task<ServiceHost> StartAsync(
        string service, DataFolder data, Action<WebApplicationBuilder> add, Action<WebApplication> map, params (string Key, string Value)[] settings)
    {
        var log = System.IO.Path.Combine(data.Path, "log");
        string[] options = [$"--Platform:DataDirectory={data.Path}", $"--Platform:LogFile={log}", "--Messaging:DueInterval=00:00:00.2", "--Messaging:SweepInterval=00:00:01"];
        var builder = PlatformHost.CreateBuilder([.. options, .. settings.Select(s => $"--{s.Key}={s.Value}")], service);
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, "http://127.0.0.1:0");
        add(builder);
        var app = PlatformHost.Build(builder, map);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new ServiceHost(app, log);
    }

    internal IDocuments<T> Documents<T>()
        where T : class, IDocument => Services.GetRequiredService<IDocuments<T>>();

    internal IOutbox<T> Outbox<T>()
        where T : OutboxDocument => Services.GetRequiredService<IOutbox<T>>();

    /// <summary>The end of what the service logged.</summary>
    internal string Log()
    {
        using var file = new StreamReader(new FileStream(_log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return string.Join('\n', file.ReadToEnd().Split('\n').TakeLast(40));
    }

    /// <summary>A request as the gateway passes it on, for somebody with this role everywhere.</summary>
    internal Task<Answer> SendAsync(HttpMethod method, string path, string? body = null, Role role = Role.Developer, string type = "application/json") =>
        SendAsync(method, path, body is null ? null : new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type)), role);

    internal async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, Role role)
    {
        using var request = Request(method, path, role);
        request.Content = content;
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Answer((int)response.StatusCode, text, response.Headers.Location?.ToString());
    }

    internal Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, role: Role.Viewer);

    /// <summary>The lines of a text stream, as they come.</summary>
    internal async IAsyncEnumerable<string> LinesAsync(string path)
    {
        using var request = Request(HttpMethod.Get, path, Role.Viewer);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            yield return line;
    }

    public async ValueTask DisposeAsync()
    {
        if (_ended)
            return;
        _ended = true;
        _http.Dispose();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
    }

    private HttpRequestMessage Request(HttpMethod method, string path, Role role)
    {
        var tokens = Services.GetRequiredService<IdentityTokens>();
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add(IdentityTokens.Header, tokens.Issue(new Identity("a-tester", "key", [new RoleGrant(role)])));
        return request;
    }

    /// <summary>What came back.</summary>
    internal sealed record Answer(int Status, string Text, string? Location)
    {
        internal JsonNode Json => JsonNode.Parse(Text)!;

        internal string? Detail => Json["detail"]?.GetValue<string>();

        internal IReadOnlyList<(string? Path, string Detail)> Errors =>
            [.. (Json["errors"]?.AsArray() ?? []).Select(e => (e!["path"]?.GetValue<string>(), e["detail"]!.GetValue<string>()))];
    }
}
