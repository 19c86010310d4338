using System.Text;
using System.Text.Json.Nodes;
using Platform.Deploy.Planning.Fetching;
using Platform.Network;
using Platform.Oam;

namespace Platform.Deploy.Planning.Sources;

/// <summary>Fetches manifests that applications name by address.</summary>
internal sealed class ObjectUrls(Downloader downloads) : INeedResolver
{
    public string Kind => NeedKinds.ObjectUrl;

    public bool Changes => true;

    public async Task<Answer> ResolveAsync(Need need, CancellationToken ct)
    {
        if (!Uri.TryCreate(need.Text("url"), UriKind.Absolute, out var address))
            return Answer.Failed($"'{need.Text("url")}' is no address");
        try
        {
            var objects = ManifestStream.Read(Encoding.UTF8.GetString(await downloads.GetAsync(address, ct: ct)), out var fault);
            return fault is null ? new(new JsonArray([.. objects])) : Answer.Failed($"{address} can't be read: {fault}");
        }
        catch (FetchException e)
        {
            throw e.IsTransient ? new NotNowException($"{e.Message}.", e) : new UnusableException(e.Message, e);
        }
    }
}
