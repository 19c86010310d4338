using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Platform.Network;

namespace Platform.Tools;

/// <summary>
/// How git is run for one address: no configuration but ours, one protocol, no prompts, no hooks, no redirects, and the server's address
/// as it was judged, so that its name cannot lead elsewhere a moment later.
/// </summary>
internal sealed class GitSession
{
    private readonly Dictionary<string, string> _environment;
    private readonly GitAddress _address;
    private readonly string _home;

    private GitSession(GitAddress address, string home, Dictionary<string, string> environment) =>
        (_address, _home, _environment) = (address, home, environment);

    /// <summary>Prepares a home folder for git. Throws <see cref="GitException"/> when the server may not be connected to.</summary>
    internal static async Task<GitSession> OpenAsync(GitAddress address, GitCredentials? credentials, GitPolicy policy, string home, CancellationToken ct)
    {
        Directory.CreateDirectory(home);
        var addresses = address.Scheme == "file" ? [] : await ResolveAsync(address, policy, ct);
        await File.WriteAllTextAsync(Path.Combine(home, "gitconfig"), Configuration(address, addresses), ct);
        var environment = new Dictionary<string, string>
        {
            ["GIT_CONFIG_NOSYSTEM"] = "1",
            ["GIT_CONFIG_GLOBAL"] = Path.Combine(home, "gitconfig"),
            ["GIT_ALLOW_PROTOCOL"] = address.Scheme,
            ["GIT_TERMINAL_PROMPT"] = "0",
            ["GIT_ASKPASS"] = "false",
            ["GIT_ATTR_NOSYSTEM"] = "1",
            ["GIT_LFS_SKIP_SMUDGE"] = "1",
        };
        if (address.Scheme == "ssh")
            await GitSsh.PrepareAsync(address, addresses[0], credentials, home, environment, ct);
        else if (credentials?.Password is { } password && address.Scheme != "file")
            Login(address, credentials.Username, password, environment);
        return new GitSession(address, home, environment);
    }

    internal ToolRun Run(string directory, GitPolicy policy, params string[] arguments) => new()
    {
        Program = "git",
        Arguments = arguments,
        Environment = _environment,
        Directory = directory,
        Home = _home,
        Network = _address.Scheme != "file",
        TimeLimit = policy.TimeLimit,
        FileSizeLimit = policy.MaxBytes,
        OutputLimit = 64 * 1024 * 1024,
    };

    private static async Task<IReadOnlyList<IPAddress>> ResolveAsync(GitAddress address, GitPolicy policy, CancellationToken ct)
    {
        try
        {
            return await GuardedConnection.ResolveAsync(address.Host, policy.Addresses, ct);
        }
        catch (HttpRequestException e)
        {
            throw new GitException($"{address.Url}: {e.Message}.", e);
        }
        catch (SocketException e)
        {
            throw new GitException($"{address.Url}: the server {address.Host} is not known ({e.Message}).", e);
        }
    }

    private static string Configuration(GitAddress address, IReadOnlyList<IPAddress> addresses)
    {
        var resolved = string.Join(',', addresses.Select(a => a.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{a}]" : a.ToString()));
        var pinned = addresses.Count > 0 && !IPAddress.TryParse(address.Host, out _)
            ? string.Create(CultureInfo.InvariantCulture, $"curloptResolve = {address.Host}:{address.Port}:{resolved}")
            : "";
        // A repository that is served from a file may belong to another user: the folders it may be in are the operator's choice.
        return $"""
            [core]
                hooksPath = /dev/null
                fsmonitor = false
                autocrlf = false
                eol = lf
                protectNTFS = true
                protectHFS = true
            [credential]
                helper =
            [http]
                followRedirects = false
                lowSpeedLimit = 1000
                lowSpeedTime = 30
                {pinned}
            [fetch]
                unpackLimit = 1
            [gc]
                auto = 0
            [maintenance]
                auto = false
            [safe]
                directory = *
            [advice]
                detachedHead = false

            """;
    }

    // A header in configuration that only the environment holds: not on the command line, not on disk, and only for this server.
    private static void Login(GitAddress address, string? username, string password, Dictionary<string, string> environment)
    {
        // Hosts that take a token alone take any user name with it; this one is GitHub's.
        var login = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username ?? "x-access-token"}:{password}"));
        environment["GIT_CONFIG_COUNT"] = "1";
        environment["GIT_CONFIG_KEY_0"] = $"http.{new Uri(address.Url).GetLeftPart(UriPartial.Authority)}/.extraHeader";
        environment["GIT_CONFIG_VALUE_0"] = $"Authorization: Basic {login}";
    }
}
