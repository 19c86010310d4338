namespace Platform.Oci;

/// <summary>
/// The <c>index.json</c> of a layout: every tag of every repository. A change reads, changes and replaces the file under a lock that
/// holds across processes (a lock file) and within this one; readers need no lock, since the file is only ever replaced whole.
/// </summary>
internal sealed class LayoutIndex : IDisposable
{
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(15);

    private readonly SemaphoreSlim _writer = new(1, 1);
    private readonly string _path;
    private readonly string _lockPath;
    private (DateTime Written, long Length, ManifestIndex Index)? _cached;

    internal LayoutIndex(string root)
    {
        _path = Path.Combine(root, "index.json");
        _lockPath = Path.Combine(root, "index.lock");
        WriteIfAbsent(Path.Combine(root, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}"""u8);
        WriteIfAbsent(_path, OciJson.Write(new ManifestIndex { Manifests = [] }));
    }

    public void Dispose() => _writer.Dispose();

    internal async Task<Descriptor?> FindAsync(string repository, string tag, CancellationToken ct)
    {
        var name = NameOf(repository, tag);
        return (await ReadAsync(ct)).Manifests.FirstOrDefault(m => RefName(m) == name) is { } found ? found with { Annotations = null } : null;
    }

    internal async Task<IReadOnlyList<string>> TagsAsync(string repository, CancellationToken ct)
    {
        var prefix = repository + ":";
        return
        [
            .. (await ReadAsync(ct)).Manifests
                .Select(RefName)
                .OfType<string>()
                .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                .Select(name => name[prefix.Length..])
                .Order(StringComparer.Ordinal),
        ];
    }

    internal Task SetAsync(string repository, string tag, Descriptor descriptor, CancellationToken ct)
    {
        var name = NameOf(repository, tag);
        var entry = descriptor with { Annotations = new Dictionary<string, string> { [Annotations.RefName] = name } };
        return ChangeAsync(manifests => manifests.Any(m => RefName(m) == name && m.Digest == entry.Digest)
            ? null
            : [.. manifests.Where(m => RefName(m) != name), entry], ct);
    }

    internal Task<bool> RemoveAsync(string repository, string tag, CancellationToken ct)
    {
        var name = NameOf(repository, tag);
        return ChangeAsync(manifests => manifests.Any(m => RefName(m) == name) ? [.. manifests.Where(m => RefName(m) != name)] : null, ct);
    }

    /// <summary>Takes away every tag of some content in a repository; false when there was none.</summary>
    internal Task<bool> RemoveAsync(string repository, Digest digest, CancellationToken ct)
    {
        bool Is(Descriptor m) => m.Digest == digest && RefName(m)?.StartsWith(repository + ":", StringComparison.Ordinal) == true;
        return ChangeAsync(manifests => manifests.Any(Is) ? [.. manifests.Where(m => !Is(m))] : null, ct);
    }

    /// <summary>What an entry of the referrers tag schema is about; null for any other entry.</summary>
    internal static Digest? ReferrersSubject(Descriptor entry) =>
        RefName(entry) is { } name ? Referrers.SubjectOf(name[(name.LastIndexOf(':') + 1)..]) : null;

    /// <summary>Does something while no tag changes, in this process or another.</summary>
    internal async Task<T> WithLockAsync<T>(Func<Task<T>> work, CancellationToken ct)
    {
        await _writer.WaitAsync(ct);
        try
        {
            await using var held = await LockAsync(ct);
            return await work();
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <summary>Keeps the entries a collection found alive.</summary>
    internal Task<bool> KeepAsync(Func<Descriptor, bool> alive, CancellationToken ct) =>
        ChangeAsync(manifests => manifests.All(alive) ? null : [.. manifests.Where(alive)], ct);

    private static string NameOf(string repository, string tag) => $"{repository}:{tag}";

    private static string? RefName(Descriptor manifest) => manifest.Annotations?.GetValueOrDefault(Annotations.RefName);

    /// <summary>Replaces the list by what <paramref name="change"/> makes of it; null from it means that nothing changes.</summary>
    private async Task<bool> ChangeAsync(Func<IReadOnlyList<Descriptor>, IReadOnlyList<Descriptor>?> change, CancellationToken ct)
    {
        await _writer.WaitAsync(ct);
        try
        {
            await using var held = await LockAsync(ct);
            var index = await ReadAsync(ct, fresh: true);
            if (change(index.Manifests) is not { } manifests)
                return false;

            Replace(_path, OciJson.Write(index with { Manifests = manifests }));
            _cached = null;
            return true;
        }
        catch (IOException e) when (DiskFull.Is(e))
        {
            throw new OciException(OciError.Full, "No room is left in the artifact store's folder.", e);
        }
        finally
        {
            _writer.Release();
        }
    }

    internal async Task<ManifestIndex> ReadAsync(CancellationToken ct, bool fresh = false)
    {
        var file = new FileInfo(_path);
        if (!fresh && _cached is { } cached && cached.Written == file.LastWriteTimeUtc && cached.Length == file.Length)
            return cached.Index;

        var index = OciJson.Read<ManifestIndex>(await File.ReadAllBytesAsync(_path, ct));
        _cached = (file.LastWriteTimeUtc, file.Length, index);
        return index;
    }

    private async Task<FileStream> LockAsync(CancellationToken ct)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(_lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (!DiskFull.Is(e) && TimeProvider.System.GetElapsedTime(since) < LockPatience)
            {
                await Task.Delay(LockPause, TimeProvider.System, ct);
            }
        }
    }

    private static void WriteIfAbsent(string path, ReadOnlySpan<byte> content)
    {
        if (!File.Exists(path))
            Replace(path, content);
    }

    private static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var beside = $"{path}.{Guid.NewGuid():n}";
        try
        {
            using (var file = new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
