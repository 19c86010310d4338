namespace Platform.Oci;

/// <summary>
/// Mark and sweep of a layout. What the marks leave over is looked at again, one by one and under the lock of the index, before it goes:
/// whoever writes meanwhile leaves the mark of its use on what it needs.
/// </summary>
internal sealed class LayoutCollection(LayoutIndex index, BlobFolder blobs)
{
    internal async Task<Collected> RunAsync(DateTimeOffset unusedSince, CancellationToken ct)
    {
        var marks = await LayoutMarks.OfAsync(await index.ReadAsync(ct, fresh: true), blobs, unusedSince, ct);
        await index.KeepAsync(entry => LayoutIndex.ReferrersSubject(entry) is not { } subject || marks.Stays(subject), ct);

        var (count, bytes) = (0, 0L);
        foreach (var (digest, size) in blobs.UnusedSince(unusedSince).Where(b => !marks.Has(b.Digest)).ToList())
        {
            if (!await index.WithLockAsync(() => Task.FromResult(blobs.Remove(digest, unusedSince)), ct))
                continue;
            count++;
            bytes += size;
        }

        return new Collected(count, bytes);
    }
}
