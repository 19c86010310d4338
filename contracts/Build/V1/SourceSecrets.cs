namespace Platform.Contracts.Build.V1;

/// <summary>What a source needs and nobody may see; travels encrypted in <see cref="ComponentSource.Secrets"/>.</summary>
public sealed record SourceSecrets
{
    /// <summary>The purpose under which the master key encrypts it.</summary>
    public const string Purpose = "component-source";

    /// <summary>User name for git over HTTPS, a chart repository or a registry.</summary>
    public string? Username { get; init; }

    /// <summary>Password or token that goes with <see cref="Username"/>, or a token alone.</summary>
    public string? Password { get; init; }

    /// <summary>Private key (OpenSSH format) for git over SSH.</summary>
    public string? SshKey { get; init; }

    /// <summary>Host keys of the SSH server, as in a <c>known_hosts</c> file.</summary>
    public string? KnownHosts { get; init; }

    /// <summary>Secrets the Dockerfile mounts, id to value.</summary>
    public IReadOnlyDictionary<string, string> BuildSecrets { get; init; } = new Dictionary<string, string>();

    /// <summary>Values of a configuration that becomes a Secret, key to value.</summary>
    public IReadOnlyDictionary<string, string> ConfigValues { get; init; } = new Dictionary<string, string>();
}
