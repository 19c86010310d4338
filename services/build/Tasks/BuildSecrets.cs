using System.Security.Cryptography;
using System.Text.Json;
using Platform.Contracts.Build.V1;
using Platform.Hosting;
using Platform.Tools;

namespace Platform.Build.Tasks;

/// <summary>Opens the secrets of a source, which travel and rest encrypted.</summary>
internal sealed class BuildSecrets(MasterKey key)
{
    /// <summary>The secrets; none when the source has none. Throws <see cref="BuildFailedException"/> when this process's key doesn't open them.</summary>
    internal SourceSecrets Open(ComponentSource source)
    {
        if (source.Secrets is not { } closed)
            return new SourceSecrets();
        try
        {
            return JsonSerializer.Deserialize<SourceSecrets>(key.Decrypt(closed, SourceSecrets.Purpose), JsonSerializerOptions.Web) ?? new SourceSecrets();
        }
        catch (Exception e) when (e is CryptographicException or FormatException or JsonException)
        {
            throw new BuildFailedException($"The secrets of the source cannot be opened: {e.Message}", e);
        }
    }

    /// <summary>What must not be seen of them. A user name is no secret.</summary>
    internal static SecretMask MaskOf(SourceSecrets secrets) =>
        new([secrets.Password, secrets.SshKey, .. secrets.BuildSecrets.Values, .. secrets.ConfigValues.Values]);
}
