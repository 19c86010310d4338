using System.Collections.Concurrent;
using Platform.Kubernetes;
using Platform.Oam;
using Platform.Storage;

namespace Platform.Deploy.Clusters;

/// <summary>Keeps what clusters serve, as probes found it, for planning to choose API versions by.</summary>
internal sealed class ServedKindsStore(IDocuments<ServedKindsDocument> documents)
{
    private readonly ConcurrentDictionary<string, ServedKinds> known = new(StringComparer.Ordinal);

    /// <summary>Keeps it and returns its digest.</summary>
    public async Task<string> KeepAsync(Discovery discovery, CancellationToken ct)
    {
        var document = new ServedKindsDocument { Namespaced = Names(discovery, namespaced: true), ClusterScoped = Names(discovery, namespaced: false) };
        document.Id = CanonicalJson.DigestOf(string.Join('\n', [.. document.Namespaced, "", .. document.ClusterScoped]));
        if (known.TryAdd(document.Id, Kinds(document)))
            await documents.InsertAsync(document, ct);
        return document.Id;
    }

    /// <summary>Null for a digest that is null or was never kept. The same digest gives the same instance.</summary>
    public async Task<ServedKinds?> FindAsync(string? digest, CancellationToken ct)
    {
        if (digest is null)
            return null;
        if (known.TryGetValue(digest, out var kinds))
            return kinds;
        return await documents.GetAsync(digest, ct) is { } document ? known.GetOrAdd(digest, Kinds(document)) : null;
    }

    private static List<string> Names(Discovery discovery, bool namespaced) =>
        [.. discovery.Resources.Where(resource => resource.Namespaced == namespaced).Select(resource => $"{resource.ApiVersion} {resource.Kind}").Distinct().Order(StringComparer.Ordinal)];

    private static ServedKinds Kinds(ServedKindsDocument document) =>
        new(document.Namespaced.Select(name => Kind(name, true)).Concat(document.ClusterScoped.Select(name => Kind(name, false))));

    private static (string ApiVersion, string Kind, bool Namespaced) Kind(string name, bool namespaced)
    {
        var space = name.IndexOf(' ', StringComparison.Ordinal);
        return (name[..space], name[(space + 1)..], namespaced);
    }
}
