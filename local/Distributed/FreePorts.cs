using System.Net;
using System.Net.Sockets;

namespace Platform.Local.Distributed;

/// <summary>
/// Ports nobody listens on right now. They are below those that systems give to outgoing connections (32768 and above on Linux, 49152
/// elsewhere), so that no connection sits on one when a process that was killed wants it again.
/// </summary>
internal static class FreePorts
{
    private const int First = 10_240;
    private const int End = 20_000;

    /// <summary>Takes all of them before giving back any, so that they differ.</summary>
    public static int[] Take(int count)
    {
        var listeners = new List<TcpListener>();
        try
        {
            while (listeners.Count < count)
            {
                if (TryListen(Random.Shared.Next(First, End)) is { } listener)
                    listeners.Add(listener);
            }

            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in listeners)
                listener.Dispose();
        }
    }

    private static TcpListener? TryListen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            listener.Dispose();
            return null;
        }
    }
}
