using Platform.Deploy.Planning.Fetching;
using Platform.Network;
using Platform.Oam;
using Platform.Oci;

namespace Platform.Deploy.Planning.Sources;

/// <summary>Registries that users name: the platform's own store, or another one, of which every connection is judged by address, whatever it redirects to.</summary>
internal sealed class SourceRegistries(Downloader downloads, IArtifactStore store, ArtifactStoreOptions artifacts, DeployOptions options)
{
    /// <exception cref="UnusableException">What it names is for nobody to fetch.</exception>
    public IArtifactStore Open(ImageReference reference)
    {
        if (reference.Host != store.Host && reference.Host != artifacts.Alias)
        {
            var plain = options.SourcesByHttp && artifacts.Registries.PlainHttp.Contains(reference.Host, StringComparer.OrdinalIgnoreCase);
            return new RegistryStore(downloads.Http, RegistryEndpoint.For(reference.Host, plain));
        }

        return reference.Repository.StartsWith("packages/", StringComparison.Ordinal)
            ? throw new UnusableException($"{reference} is a package; name it in the annotation {WellKnown.Package}")
            : store;
    }
}
