using System.Net;
using System.Net.Sockets;

namespace Platform.Network;

/// <summary>
/// Decides which addresses a submitted URL (a cluster's, a repository's) may lead to. Asked twice: for literal addresses when the URL
/// is read, and for every resolved address when a connection is opened (a name may resolve to something else later).
/// </summary>
public static class AddressGuard
{
    /// <summary>Never anybody's server: link-local (cloud metadata), unspecified, multicast, reserved, and providers' metadata services.</summary>
    private static readonly IPNetwork[] Never =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("224.0.0.0/3"),
        IPNetwork.Parse("168.63.129.16/32"), IPNetwork.Parse("100.100.100.200/32"), IPNetwork.Parse("192.0.0.192/32"),
        IPNetwork.Parse("::/128"), IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("ff00::/8"), IPNetwork.Parse("fd00:ec2::/32"),
        IPNetwork.Parse("fd20:ce::254/128"),
    ];

    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fec0::/10"),
    ];

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>Null when the address may be used, else why not.</summary>
    public static string? Refusal(IPAddress address, AddressPolicy policy)
    {
        address = Unwrapped(address);
        if (Never.Any(n => n.Contains(address)))
            return $"{address} is a link-local, metadata or otherwise reserved address, which is never connected to";
        if (IPAddress.IsLoopback(address) && !policy.AllowLoopback)
            return $"{address} is a loopback address, which this platform does not allow";
        if (Private.Any(n => n.Contains(address)) && !policy.AllowPrivateAddresses)
            return $"{address} is a private address, which this platform does not allow";
        return null;
    }

    /// <summary>Null when the host name may be used, else why not.</summary>
    public static string? Refusal(string host, AddressPolicy policy)
    {
        host = host.Trim('[', ']').TrimEnd('.').ToLowerInvariant();
        if (IPAddress.TryParse(host, out var address))
            return Refusal(address, policy);
        if (host is "metadata" or "metadata.google.internal" or "instance-data" || host.EndsWith(".metadata.google.internal", StringComparison.Ordinal))
            return $"{host} is a cloud metadata service, which is never connected to";
        if ((host == "localhost" || host.EndsWith(".localhost", StringComparison.Ordinal)) && !policy.AllowLoopback)
            return $"{host} is this machine, which this platform does not allow";
        return null;
    }

    /// <summary>An IPv4 address hidden in an IPv6 one (mapped, NAT64, 6to4) is judged as what it leads to.</summary>
    private static IPAddress Unwrapped(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (Nat64.Contains(address))
            return new IPAddress(bytes.AsSpan(12, 4));
        return SixToFour.Contains(address) ? new IPAddress(bytes.AsSpan(2, 4)) : address;
    }
}
