namespace Platform.Network;

/// <summary>HTTP to hosts that somebody submitted.</summary>
public static class GuardedHttp
{
    /// <summary>Connections of which each is judged when it is opened. No redirect is followed, since it would lead elsewhere; nothing is remembered of a server.</summary>
    public static SocketsHttpHandler Handler(AddressPolicy policy) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        ConnectCallback = (context, ct) => GuardedConnection.ConnectAsync(context.DnsEndPoint, policy, ct),
    };
}
