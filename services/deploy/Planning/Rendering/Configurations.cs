using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Platform.Deploy.Planning.Fetching;
using Platform.Hosting;
using Platform.Oam;
using Platform.Oci;

namespace Platform.Deploy.Planning.Rendering;

/// <summary>
/// Reads configuration of component packages. Values of Secrets are encrypted there; they are opened here, and from here on are only in
/// what is kept encrypted and in what goes to the cluster.
/// </summary>
internal sealed class Configurations(IArtifactStore store, MasterKey key) : INeedResolver
{
    private const string Purpose = "component-source";

    public string Kind => NeedKinds.Config;

    public bool Changes => false;

    public async Task<Answer> ResolveAsync(Need need, CancellationToken ct)
    {
        var objects = ManifestStream.Read(await StoredContent.TextAsync(store, need, ct), out var fault);
        if (fault is not null)
            return Answer.Failed($"the package's configuration can't be read: {fault}");
        try
        {
            foreach (var secret in objects.Where(item => $"{item["kind"]}" == "Secret"))
                Open(secret);
        }
        catch (CryptographicException e)
        {
            return Answer.Failed($"the package's Secrets can't be opened: {e.Message}");
        }

        return new(new JsonArray([.. objects]));
    }

    /// <summary>All values go into <c>data</c>, as the API server keeps them: written otherwise they would seem to drift.</summary>
    private void Open(JsonObject secret)
    {
        var data = new JsonObject();
        foreach (var place in (string[])["data", "stringData"])
        {
            foreach (var (name, value) in secret[place] as JsonObject ?? [])
                data[name] = Convert.ToBase64String(key.Decrypt($"{value}", Purpose));
        }

        secret.Remove("stringData");
        secret["data"] = data;
    }
}
