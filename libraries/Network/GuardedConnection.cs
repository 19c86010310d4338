using System.Net;
using System.Net.Sockets;

namespace Platform.Network;

/// <summary>Connections to hosts that somebody submitted: every address a name resolves to is judged before it is connected to.</summary>
public static class GuardedConnection
{
    /// <summary>
    /// The addresses of a host that may be used, in the resolver's order. Throws <see cref="HttpRequestException"/> when there is none,
    /// saying why, and <see cref="SocketException"/> when the name is not known.
    /// </summary>
    public static async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, AddressPolicy policy, CancellationToken ct = default)
    {
        if (AddressGuard.Refusal(host, policy) is { } refused)
            throw new HttpRequestException($"{host}: {refused}");
        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, ct);
        var allowed = addresses.Where(a => AddressGuard.Refusal(a, policy) is null).ToArray();
        return allowed.Length > 0
            ? allowed
            : throw new HttpRequestException(addresses.Length == 0 ? $"{host} has no address" : $"{host}: {AddressGuard.Refusal(addresses[0], policy)}");
    }

    /// <summary>Connects to the first of a host's addresses that answers, for <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public static async ValueTask<Stream> ConnectAsync(DnsEndPoint endpoint, AddressPolicy policy, CancellationToken ct)
    {
        Exception? last = null;
        foreach (var address in await ResolveAsync(endpoint.Host, policy, ct))
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(address, endpoint.Port, ct);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception e)
            {
                socket.Dispose();
                last = e;
                ct.ThrowIfCancellationRequested();
            }
        }

        throw last!;
    }
}
