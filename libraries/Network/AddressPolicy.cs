namespace Platform.Network;

/// <summary>Where an address that somebody submitted may lead, besides public addresses.</summary>
public sealed record AddressPolicy
{
    /// <summary>This machine (127.0.0.0/8, ::1).</summary>
    public bool AllowLoopback { get; init; }

    /// <summary>Private networks (RFC 1918, RFC 6598, RFC 4193).</summary>
    public bool AllowPrivateAddresses { get; init; }
}
