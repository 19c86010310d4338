using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Platform.Tests.Support;

/// <summary>Repositories below a folder over HTTP: git's own <c>http-backend</c> behind a small web server on loopback.</summary>
internal sealed class GitServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _root;

    private GitServer(WebApplication app, string root) => (_app, _root) = (app, root);

    /// <summary>Address of the folder, without a slash at its end.</summary>
    internal string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>When set, the only <c>user:password</c> that is let in.</summary>
    internal string? Login { get; set; }

    /// <summary>When set, what is done instead of serving.</summary>
    internal Func<HttpContext, Task>? Instead { get; set; }

    /// <summary>Requests so far.</summary>
    internal int Requests { get; private set; }

    internal static async Task<GitServer> StartAsync(string root)
    {
        ExternalProgram.Require("git");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new GitServer(app, root);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        Requests++;
        if (Login is { } login && http.Request.Headers.Authorization != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(login)))
        {
            http.Response.StatusCode = 401;
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"git\"";
            return;
        }

        await (Instead ?? ServeAsync)(http);
    }

    private async Task ServeAsync(HttpContext http)
    {
        var start = new ProcessStartInfo("git", ["http-backend"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment =
            {
                ["GIT_PROJECT_ROOT"] = _root,
                ["GIT_HTTP_EXPORT_ALL"] = "1",
                ["REQUEST_METHOD"] = http.Request.Method,
                ["PATH_INFO"] = http.Request.Path,
                ["QUERY_STRING"] = http.Request.QueryString.Value?.TrimStart('?') ?? "",
                ["CONTENT_TYPE"] = http.Request.ContentType ?? "",
                ["HTTP_CONTENT_ENCODING"] = http.Request.Headers.ContentEncoding.ToString(),
                ["GIT_PROTOCOL"] = http.Request.Headers["Git-Protocol"].ToString(),
            },
        };
        using var process = Process.Start(start)!;
        await http.Request.Body.CopyToAsync(process.StandardInput.BaseStream);
        process.StandardInput.Close();
        using var answer = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(answer);
        await process.WaitForExitAsync();

        // CGI: header lines, an empty line, the body.
        var bytes = answer.ToArray();
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        foreach (var line in Encoding.ASCII.GetString(bytes, 0, end).Split("\r\n"))
        {
            var (name, value) = (line[..line.IndexOf(':')], line[(line.IndexOf(':') + 1)..].Trim());
            if (name == "Status")
                http.Response.StatusCode = int.Parse(value[..3]);
            else
                http.Response.Headers[name] = value;
        }

        await http.Response.Body.WriteAsync(bytes.AsMemory(end + 4));
    }
}
