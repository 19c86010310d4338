using System.Text;
using Platform.Deploy.Planning.Fetching;
using Platform.Oam;
using Platform.Oci;

namespace Platform.Deploy.Planning.Rendering;

/// <summary>Content of component packages, read from the artifact store by digest.</summary>
internal static class StoredContent
{
    private const int MostText = 8 * 1024 * 1024;
    private const long MostBytes = 64L * 1024 * 1024;

    public static async Task<string> TextAsync(IArtifactStore store, Need need, CancellationToken ct)
    {
        using var buffer = new MemoryStream();
        await CopyAsync(store, need, buffer, MostText, ct);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    public static async Task SaveAsync(IArtifactStore store, Need need, string path, CancellationToken ct)
    {
        await using var file = File.Create(path);
        await CopyAsync(store, need, file, MostBytes, ct);
    }

    private static async Task CopyAsync(IArtifactStore store, Need need, Stream to, long most, CancellationToken ct)
    {
        var (repository, digest) = (need.Text("repository")!, need.Text("digest")!);
        try
        {
            await using var content = await store.OpenBlobAsync(repository, Digest.Parse(digest), ct)
                ?? throw new UnusableException($"{digest} of {repository} is not in the artifact store any more; build the package again");
            var buffer = new byte[64 * 1024];
            int read;
            while ((read = await content.ReadAsync(buffer, ct)) > 0)
            {
                if ((most -= read) < 0)
                    throw new UnusableException($"{digest} of {repository} is larger than anything that is rendered here");
                await to.WriteAsync(buffer.AsMemory(0, read), ct);
            }
        }
        catch (OciException e) when (e.IsTransient)
        {
            throw new NotNowException($"The artifact store does not give {digest} of {repository}: {e.Message}", e);
        }
        catch (OciException e)
        {
            throw new UnusableException($"the artifact store does not give {digest} of {repository}: {e.Message}", e);
        }
    }
}
