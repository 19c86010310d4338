using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Platform.Hosting;

/// <summary>The doors of this process: one, or in the embedded host both, each with a listener of its own.</summary>
public sealed class Doors
{
    private ListenOptions? publicListener;
    private ListenOptions? internalListener;

    /// <summary>The door of connections that no listener marked: the only one of a process that has one.</summary>
    public Door Default { get; init; } = Door.Internal;

    /// <summary>Whether this process has both.</summary>
    public bool AreBoth => internalListener is not null;

    /// <summary>Address of the services in this process; known once it listens.</summary>
    /// <exception cref="InvalidOperationException">This process has only one door.</exception>
    public Uri InternalAddress => Address(internalListener);

    /// <summary>Address of the gateway in this process; known once it listens.</summary>
    /// <exception cref="InvalidOperationException">This process has only one door.</exception>
    public Uri PublicAddress => Address(publicListener);

    internal void Listen(KestrelServerOptions kestrel, PlatformOptions options)
    {
        kestrel.Listen(System.Net.IPAddress.Parse(options.Address), options.Port, listener => publicListener = Mark(listener, Door.Public));
        kestrel.Listen(System.Net.IPAddress.Loopback, 0, listener => internalListener = Mark(listener, Door.Internal));
    }

    private static ListenOptions Mark(ListenOptions listener, Door door)
    {
        var feature = new DoorFeature(door);
        listener.Use(next => connection =>
        {
            connection.Features.Set<IDoorFeature>(feature);
            return next(connection);
        });
        return listener;
    }

    private static Uri Address(ListenOptions? listener)
    {
        var end = listener?.IPEndPoint ?? throw new InvalidOperationException("This process does not listen at both doors.");
        var host = end.Address.Equals(System.Net.IPAddress.Any) || end.Address.Equals(System.Net.IPAddress.IPv6Any) ? "127.0.0.1" : end.Address.ToString();
        return new UriBuilder(Uri.UriSchemeHttp, host, end.Port).Uri;
    }
}
