namespace Platform.Tools;

/// <summary>How to be let into a private repository. Never on a command line, in a URL or in a log.</summary>
public sealed record GitCredentials
{
    /// <summary>User name over HTTP; a token alone needs none.</summary>
    public string? Username { get; init; }

    /// <summary>Password or token over HTTP.</summary>
    public string? Password { get; init; }

    /// <summary>Private key over SSH, in OpenSSH's format.</summary>
    public string? SshKey { get; init; }

    /// <summary>The SSH server's keys, as in a <c>known_hosts</c> file; without them nobody could tell who answers.</summary>
    public string? KnownHosts { get; init; }
}
