using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Platform.Oci;

/// <summary>An artifact store in a registry that speaks the OCI distribution specification 1.0 (also Docker's registry 2).</summary>
public sealed class RegistryStore : IArtifactStore
{
    private readonly RegistryConnection _connection;

    /// <summary>A client of one registry. The <paramref name="http"/> client must have no time limit of its own.</summary>
    public RegistryStore(HttpClient http, RegistryEndpoint endpoint, TimeProvider? time = null)
    {
        Host = endpoint.Host;
        _connection = new RegistryConnection(http, endpoint, time ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public string Host { get; }

    /// <inheritdoc/>
    public async Task<Descriptor?> ResolveAsync(string repository, string tagOrDigest, CancellationToken ct = default)
    {
        using var response = await ManifestAsync(HttpMethod.Head, repository, tagOrDigest, ct);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;

        var stated = response.Headers.TryGetValues("Docker-Content-Digest", out var values) ? values.FirstOrDefault() : null;
        var type = response.Content.Headers.ContentType?.MediaType;
        if (Digest.TryParse(stated, out var digest) && type is not null && response.Content.Headers.ContentLength is { } size)
            return new Descriptor { MediaType = type, Digest = digest, Size = size };

        // Not every registry says it all on HEAD.
        return (await GetManifestAsync(repository, tagOrDigest, ct))?.Descriptor;
    }

    /// <inheritdoc/>
    public async Task<StoredManifest?> GetManifestAsync(string repository, string tagOrDigest, CancellationToken ct = default)
    {
        using var response = await ManifestAsync(HttpMethod.Get, repository, tagOrDigest, ct);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;

        var what = NameOf(repository, tagOrDigest);
        await using var body = await BodyAsync(response, ct);
        var content = await Streams.ReadAtMostAsync(body, StoredManifest.MaxSize, what, ct);
        var digest = Digest.Of(content);
        if (Digest.TryParse(tagOrDigest, out var asked) && asked != digest)
            throw new OciException(OciError.Corrupt, $"{what}: the content has digest {digest}.");

        var type = response.Content.Headers.ContentType?.MediaType;
        type = type is not null && MediaTypes.IsManifest(type) ? type : ManifestKind.Of(content);
        return type is null
            ? throw new OciException(OciError.Corrupt, $"{what} is neither a manifest nor an index of a known form.")
            : new StoredManifest(new Descriptor { MediaType = type, Digest = digest, Size = content.Length }, content);
    }

    /// <inheritdoc/>
    public async Task<Descriptor> PushManifestAsync(
        string repository, string mediaType, ReadOnlyMemory<byte> content, string? tag = null, CancellationToken ct = default)
    {
        OciNames.RequireRepository(repository);
        if (tag is not null)
            OciNames.RequireTag(tag);

        var digest = Digest.Of(content.Span);
        var address = _connection.AddressOf(repository, $"manifests/{tag ?? digest.ToString()}");
        using var response = await _connection.WriteAsync(repository, () => new HttpRequestMessage(HttpMethod.Put, address)
        {
            Content = new ReadOnlyMemoryContent(content) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } },
        }, $"the manifest {NameOf(repository, tag ?? digest.ToString())}", ct);
        return response.IsSuccessStatusCode
            ? new Descriptor { MediaType = mediaType, Digest = digest, Size = content.Length }
            : throw RegistryFailure.Of(_connection.Endpoint, response, $"the manifest {repository}", "");
    }

    /// <inheritdoc/>
    public async Task<bool> HasBlobAsync(string repository, Digest digest, CancellationToken ct = default)
    {
        OciNames.RequireRepository(repository);
        var address = _connection.AddressOf(repository, $"blobs/{digest}");
        using var response = await _connection.ReadAsync(repository, HttpMethod.Head, address, NameOf(repository, digest.ToString()), ct: ct);
        return response.IsSuccessStatusCode;
    }

    /// <inheritdoc/>
    public async Task<Stream?> OpenBlobAsync(string repository, Digest digest, CancellationToken ct = default)
    {
        OciNames.RequireRepository(repository);
        var what = NameOf(repository, digest.ToString());
        var response = await _connection.ReadAsync(repository, HttpMethod.Get, _connection.AddressOf(repository, $"blobs/{digest}"), what, ct: ct);
        if (response.IsSuccessStatusCode)
            return new VerifyingStream(await BodyAsync(response, ct), digest, what);

        response.Dispose();
        return null;
    }

    /// <inheritdoc/>
    public async Task<Descriptor> PushBlobAsync(
        string repository, string mediaType, Stream content, Digest? expected = null, CancellationToken ct = default)
    {
        OciNames.RequireRepository(repository);
        if (expected is not null && await SizeOfBlobAsync(repository, expected, ct) is { } present)
            return new Descriptor { MediaType = mediaType, Digest = expected, Size = present };

        var (digest, size) = await new RegistryUpload(_connection, repository).SendAsync(content, expected, ct);
        return new Descriptor { MediaType = mediaType, Digest = digest, Size = size };
    }

    /// <inheritdoc/>
    public async Task<bool> MountBlobAsync(string repository, string from, Digest digest, CancellationToken ct = default)
    {
        OciNames.RequireRepository(repository);
        OciNames.RequireRepository(from);
        if (await HasBlobAsync(repository, digest, ct))
            return true;

        var address = _connection.AddressOf(repository, $"blobs/uploads/?mount={Uri.EscapeDataString(digest.ToString())}&from={Uri.EscapeDataString(from)}");
        using var response = await _connection.WriteAsync(repository, () => new HttpRequestMessage(HttpMethod.Post, address), $"a blob of {from}", ct);
        // 202 is an upload begun instead: the registry sweeps it.
        return response.StatusCode == HttpStatusCode.Created;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListTagsAsync(string repository, CancellationToken ct = default)
    {
        OciNames.RequireRepository(repository);
        var tags = new List<string>();
        Uri? address = _connection.AddressOf(repository, "tags/list?n=1000");
        while (address is not null)
        {
            using var response = await _connection.ReadAsync(repository, HttpMethod.Get, address, $"the tags of {repository}", ct: ct);
            if (response.StatusCode == HttpStatusCode.NotFound)
                break;
            await using var body = await BodyAsync(response, ct);
            var page = OciJson.Read<TagList>(await Streams.ReadAtMostAsync(body, StoredManifest.MaxSize, $"The tags of {repository}", ct));
            tags.AddRange(page.Tags ?? []);
            address = RegistryLinks.Next(address, response.Headers);
        }

        tags.Sort(StringComparer.Ordinal);
        return tags;
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteTagAsync(string repository, string tag, CancellationToken ct = default)
    {
        OciNames.RequireTag(tag);
        if (await ResolveAsync(repository, tag, ct) is null)
            return false;
        try
        {
            return await DeleteAsync(repository, tag, ct);
        }
        catch (OciException e) when (e.Error == OciError.Rejected)
        {
            // Docker's registry deletes by digest only, and with it every tag of that content: the tag is first led to content of its own.
            var placeholder = await PushPlaceholderAsync(repository, tag, ct);
            return await DeleteAsync(repository, placeholder.Digest.ToString(), ct);
        }
    }

    /// <inheritdoc/>
    public Task<bool> DeleteManifestAsync(string repository, Digest digest, CancellationToken ct = default)
    {
        OciNames.RequireRepository(repository);
        return DeleteAsync(repository, digest.ToString(), ct);
    }

    /// <inheritdoc/>
    public Task<Collected> CollectAsync(TimeSpan unusedFor, CancellationToken ct = default) => Task.FromResult(Collected.Nothing);

    private async Task<Descriptor> PushPlaceholderAsync(string repository, string tag, CancellationToken ct)
    {
        var empty = await this.PushBlobAsync(repository, MediaTypes.Empty, "{}"u8.ToArray(), ct);
        return await this.PushManifestAsync(
            repository,
            new Manifest
            {
                ArtifactType = MediaTypes.Empty,
                Config = empty,
                Layers = [empty],
                Annotations = new Dictionary<string, string> { [Annotations.Title] = $"deleted tag {tag}, {Guid.NewGuid()}" },
            },
            tag,
            ct);
    }

    private static string NameOf(string repository, string tagOrDigest) =>
        repository + (tagOrDigest.Contains(':', StringComparison.Ordinal) ? "@" : ":") + tagOrDigest;

    private static async Task<Stream> BodyAsync(HttpResponseMessage response, CancellationToken ct) =>
        new PatientStream(await response.Content.ReadAsStreamAsync(ct));

    private Task<HttpResponseMessage> ManifestAsync(HttpMethod method, string repository, string tagOrDigest, CancellationToken ct)
    {
        OciNames.RequireRepository(repository);
        if (!Digest.TryParse(tagOrDigest, out _))
            OciNames.RequireTag(tagOrDigest);
        var address = _connection.AddressOf(repository, $"manifests/{tagOrDigest}");
        return _connection.ReadAsync(repository, method, address, NameOf(repository, tagOrDigest), MediaTypes.Manifests, ct);
    }

    private async Task<long?> SizeOfBlobAsync(string repository, Digest digest, CancellationToken ct)
    {
        var address = _connection.AddressOf(repository, $"blobs/{digest}");
        using var response = await _connection.ReadAsync(repository, HttpMethod.Head, address, NameOf(repository, digest.ToString()), ct: ct);
        return response.IsSuccessStatusCode ? response.Content.Headers.ContentLength : null;
    }

    private async Task<bool> DeleteAsync(string repository, string tagOrDigest, CancellationToken ct)
    {
        var address = _connection.AddressOf(repository, $"manifests/{tagOrDigest}");
        using var response = await _connection.WriteAsync(
            repository, () => new HttpRequestMessage(HttpMethod.Delete, address), $"the deletion of {NameOf(repository, tagOrDigest)}", ct);
        return response.IsSuccessStatusCode;
    }

    private sealed record TagList(string? Name, IReadOnlyList<string>? Tags);
}
