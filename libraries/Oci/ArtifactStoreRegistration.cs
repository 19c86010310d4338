using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Platform.Oci;

/// <summary>Registration of the artifact store and of the registries images come from.</summary>
public static class ArtifactStoreRegistration
{
    /// <summary>The store the options describe, once per process, however many services share it.</summary>
    public static IServiceCollection AddArtifactStore(this IServiceCollection services, Func<IServiceProvider, ArtifactStoreOptions> options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(options);
        services.TryAddSingleton(p => new Registries(p.GetRequiredService<ArtifactStoreOptions>().Registries, p.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(p => p.GetRequiredService<ArtifactStoreOptions>().Open(p.GetRequiredService<Registries>()));
        return services;
    }
}
