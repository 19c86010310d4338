using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Oci;

namespace Platform.Hosting;

/// <summary>The artifact store as a platform's process has it.</summary>
public static class ArtifactStoreHosting
{
    /// <summary>
    /// Adds the store that configuration section <see cref="ArtifactStoreOptions.Section"/> describes: unless it says else, the platform's registry,
    /// or without one a folder below the data directory.
    /// </summary>
    public static IServiceCollection AddPlatformArtifactStore(this IServiceCollection services) => services.AddArtifactStore(provider =>
    {
        var options = provider.GetRequiredService<IConfiguration>().GetSection(ArtifactStoreOptions.Section).Get<ArtifactStoreOptions>() ?? new();
        var platform = provider.GetRequiredService<PlatformOptions>();
        options.Registry ??= platform.Registry;
        options.Directory ??= platform.DataPath("artifacts");
        return options;
    });
}
