using Platform.Network;

namespace Platform.Kubernetes;

/// <summary>
/// What a submitted kubeconfig may ask for. A kubeconfig is hostile input: its server URL makes the platform open
/// connections, and its user section could run programs or read files (those are always refused).
/// Link-local, multicast and known cloud metadata addresses are refused whatever the policy says.
/// </summary>
public sealed record KubeconfigPolicy
{
    /// <summary>The policy when nothing is configured: verified TLS, clusters in private networks and on this machine.</summary>
    public static KubeconfigPolicy Default { get; } = new();

    /// <summary>Takes <c>insecure-skip-tls-verify: true</c>.</summary>
    public bool AllowInsecureTls { get; init; }

    /// <summary>Takes <c>http://</c> servers.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>Takes servers on this machine (127.0.0.0/8, ::1): the sandbox and development clusters are there.</summary>
    public bool AllowLoopback { get; init; } = true;

    /// <summary>Takes servers in private networks (RFC 1918, RFC 6598, RFC 4193), where most clusters are.</summary>
    public bool AllowPrivateAddresses { get; init; } = true;

    internal AddressPolicy Addresses => new() { AllowLoopback = AllowLoopback, AllowPrivateAddresses = AllowPrivateAddresses };

    /// <summary>Largest kubeconfig taken, in bytes of UTF-8.</summary>
    public int MaxBytes { get; init; } = 256 * 1024;
}
