using System.Globalization;
using System.Net;

namespace Platform.Tools;

/// <summary>OpenSSH for one fetch: our key, our list of the server's keys, the judged address, nothing of the user's or the system's.</summary>
internal static class GitSsh
{
    internal static async Task PrepareAsync(
        GitAddress address, IPAddress resolved, GitCredentials? credentials, string home, Dictionary<string, string> environment, CancellationToken ct)
    {
        if (credentials is not { SshKey: { Length: > 0 } key, KnownHosts: { Length: > 0 } knownHosts })
            throw new GitException($"{address.Url} is fetched over SSH, which needs the secrets sshKey and knownHosts of the source.");
        if (home.Any(c => c is '\'' or '"' or '\n'))
            throw new GitException($"The folder {home} has a quote in its name, which ssh cannot be given.");

        var keyFile = await WriteAsync(Path.Combine(home, "key"), key.TrimEnd() + "\n", ct);
        var hostsFile = await WriteAsync(Path.Combine(home, "known_hosts"), knownHosts.TrimEnd() + "\n", ct);
        // known_hosts names servers at another port as [host]:port; an alias is looked up as it is.
        var alias = address.Port == 22 ? address.Host : string.Create(CultureInfo.InvariantCulture, $"[{address.Host}]:{address.Port}");
        var config = await WriteAsync(Path.Combine(home, "ssh_config"), $"""
            Host *
              HostName {resolved}
              HostKeyAlias {alias}
              IdentityFile "{keyFile}"
              IdentitiesOnly yes
              IdentityAgent none
              UserKnownHostsFile "{hostsFile}"
              GlobalKnownHostsFile /dev/null
              StrictHostKeyChecking yes
              UpdateHostKeys no
              CheckHostIP no
              BatchMode yes
              PreferredAuthentications publickey
              ForwardAgent no
              ForwardX11 no
              ClearAllForwardings yes
              PermitLocalCommand no
              ConnectTimeout 20
              ServerAliveInterval 15

            """, ct);
        environment["GIT_SSH_COMMAND"] = $"ssh -F '{config}'";
        environment["GIT_SSH_VARIANT"] = "ssh";
    }

    private static async Task<string> WriteAsync(string path, string content, CancellationToken ct)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var writer = new StreamWriter(path, options);
        await writer.WriteAsync(content.ReplaceLineEndings("\n").AsMemory(), ct);
        return path;
    }
}
