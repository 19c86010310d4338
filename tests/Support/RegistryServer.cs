using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Platform.Oci;
using Xunit;

namespace Platform.Tests.Support;

/// <summary>A real registry (Debian's docker-registry) on a free port, with a folder of its own.</summary>
internal sealed class RegistryServer : IAsyncDisposable
{
    // htpasswd of robot / s3cret!, bcrypt: docker-registry takes no other kind.
    internal const string User = "robot";
    internal const string Password = "s3cret!";
    private const string Htpasswd = "robot:$2b$04$jS0P0R..L2tbUxpl75sM7.KzkDoAseXlD.DDDXivPPrM9jX7Fd4F.\n";

    private readonly TempFolder _folder = new();
    private Process _process;

    private RegistryServer(Process process, TempFolder folder, string host)
    {
        (_process, _folder, Host) = (process, folder, host);
    }

    internal string Host { get; }

    /// <summary>Where it keeps what it has.</summary>
    internal string DataFolder => Path.Combine(_folder.Path, "data");

    internal static async Task<RegistryServer> StartAsync(bool withPassword = false)
    {
        var program = ExternalProgram.Require("docker-registry");
        var folder = new TempFolder();
        var host = $"127.0.0.1:{FreePort()}";
        var config = Path.Combine(folder.Path, "config.yml");
        var passwords = Path.Combine(folder.Path, "htpasswd");
        await File.WriteAllTextAsync(passwords, Htpasswd);
        await File.WriteAllTextAsync(config, $"""
            version: 0.1
            log: {"{"} level: error {"}"}
            storage:
              filesystem: {"{"} rootdirectory: {folder.Path}/data {"}"}
              delete: {"{"} enabled: true {"}"}
            http: {"{"} addr: "{host}" {"}"}
            {(withPassword ? $"auth: {{ htpasswd: {{ realm: tests, path: {passwords} }} }}" : "")}
            """);
        var server = new RegistryServer(Run(program, config), folder, host);
        await server.WaitUntilItListensAsync();
        return server;
    }

    internal RegistryStore Open(Registries registries, string? user = null, string? password = null) =>
        registries.Open(RegistryEndpoint.For(Host, plainHttp: true) with { User = user, Password = password });

    /// <summary>Takes it away, as a power cut would.</summary>
    internal async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Brings it back, with all it had, under the same address.</summary>
    internal async Task StartAgainAsync()
    {
        _process.Dispose();
        _process = Run(ExternalProgram.Require("docker-registry"), Path.Combine(_folder.Path, "config.yml"));
        await WaitUntilItListensAsync();
    }

    /// <summary>Runs its own garbage collection, for which it is taken away and brought back.</summary>
    internal async Task CollectAsync()
    {
        await KillAsync();
        await ExternalProgram.RunAsync("docker-registry", "garbage-collect", Path.Combine(_folder.Path, "config.yml"));
        await StartAgainAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private static Process Run(string program, string config)
    {
        var process = Process.Start(new ProcessStartInfo(program, ["serve", config]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task WaitUntilItListensAsync()
    {
        using var http = new HttpClient();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri($"http://{Host}/v2/"), TestContext.Current.CancellationToken);
                return;
            }
            catch (HttpRequestException) when (attempt < 200 && !_process.HasExited)
            {
                await Task.Delay(25, TestContext.Current.CancellationToken);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
