using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Platform.Hosting;

/// <summary>Decides where a process listens.</summary>
public static class DoorRegistration
{
    /// <summary>
    /// The gateway's listener: in a process of its own the only one, at the options' port; beside services, apart from theirs.
    /// </summary>
    public static WebApplicationBuilder ListenAsGateway(this WebApplicationBuilder builder)
    {
        if (!builder.IsProcessOf("gateway"))
            return builder.ListenAtBothDoors();
        builder.ListenAt(options => options.Port);
        builder.Services.AddSingleton(new Doors { Default = Door.Public });
        return builder;
    }

    /// <summary>
    /// The embedded host: the gateway's port and, on loopback under a free port, the services'. <see cref="Doors"/> tells the addresses.
    /// </summary>
    private static WebApplicationBuilder ListenAtBothDoors(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, null);
        builder.Services.AddOptions<KestrelServerOptions>().Configure<Doors, PlatformOptions>((kestrel, doors, options) => doors.Listen(kestrel, options));
        return builder;
    }

    internal static void AddDoors(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Doors>();
        builder.Services.AddSingleton<MatcherPolicy, DoorPolicy>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 30 * 1024 * 1024;
        });
    }

    /// <summary>Without <c>--urls</c> or ASPNETCORE_URLS a process listens where the platform's own options say.</summary>
    internal static void ListenAt(this WebApplicationBuilder builder, Func<PlatformOptions, int?> port)
    {
        var options = builder.Configuration.GetSection(PlatformOptions.Section).Get<PlatformOptions>() ?? new PlatformOptions();
        if (string.IsNullOrEmpty(builder.WebHost.GetSetting(WebHostDefaults.ServerUrlsKey)) && port(options) is { } chosen)
            builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, $"http://{options.Address}:{chosen}");
    }
}
