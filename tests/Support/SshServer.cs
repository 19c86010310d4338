using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Platform.Tests.Support;

/// <summary>A real OpenSSH server on a free port of loopback, which lets one key in.</summary>
internal sealed class SshServer : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Process _process;

    private SshServer(TempFolder folder, Process process, int port, string key, string hostKey) =>
        (_folder, _process, Port, Key, HostKey) = (folder, process, port, key, hostKey);

    internal int Port { get; }

    /// <summary>The private key that is let in.</summary>
    internal string Key { get; }

    /// <summary>The server's public key: type and value.</summary>
    internal string HostKey { get; }

    /// <summary>The line of a <c>known_hosts</c> file for it.</summary>
    internal string KnownHosts => $"[127.0.0.1]:{Port} {HostKey}";

    internal static async Task<SshServer> StartAsync()
    {
        var program = File.Exists("/usr/sbin/sshd") ? "/usr/sbin/sshd" : ExternalProgram.Require("sshd");
        var folder = new TempFolder();
        foreach (var name in (string[])["host", "user", "stranger"])
            await ExternalProgram.RunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", Path.Combine(folder.Path, name));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var config = Path.Combine(folder.Path, "config");
        await File.WriteAllTextAsync(config, $"""
            Port {port}
            ListenAddress 127.0.0.1
            HostKey {folder.Path}/host
            AuthorizedKeysFile {folder.Path}/user.pub
            StrictModes no
            PidFile none
            PasswordAuthentication no
            PermitRootLogin prohibit-password
            """);
        // Where it puts the processes that are not root yet; there only once some sshd was started as a service.
        if (Environment.IsPrivilegedProcess)
            Directory.CreateDirectory("/run/sshd");
        var process = Process.Start(new ProcessStartInfo(program, ["-D", "-e", "-f", config]) { RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        await Wait.UntilAsync("the SSH server listens", () => ListensAsync(port));
        return new SshServer(
            folder, process, port, await File.ReadAllTextAsync(Path.Combine(folder.Path, "user")), await PublicAsync(Path.Combine(folder.Path, "host.pub")));
    }

    /// <summary>A key that is not let in, and not the server's either.</summary>
    internal Task<string> StrangersKeyAsync() => PublicAsync(Path.Combine(_folder.Path, "stranger.pub"));

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private static async Task<string> PublicAsync(string path) => string.Join(' ', (await File.ReadAllTextAsync(path)).Split(' ').Take(2));

    private static async Task<bool> ListensAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
