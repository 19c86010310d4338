using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Platform.Contracts.Build.V1;
using Platform.Oci;

namespace Platform.Build.Images;

/// <summary>
/// All that an image depends on, as one digest: the files, how they are built, and by what. Secrets count by their digests. What a
/// Dockerfile fetches, base images included, is not known beforehand and does not count: forcing the build fetches it anew.
/// </summary>
internal static class ImageKey
{
    internal static string Of(ImageSource image, string tree, string builder)
    {
        var parts = new JsonObject
        {
            ["tree"] = tree,
            ["dockerfile"] = image.DockerfileOrDefault(),
            ["args"] = Sorted(image.Args),
            ["target"] = image.Target,
            ["platforms"] = new JsonArray([.. image.Platforms.Distinct().Order(StringComparer.Ordinal).Select(p => JsonValue.Create(p))]),
            ["secrets"] = Sorted(image.SecretDigests),
            ["builder"] = builder,
        };
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalJson.Write(parts))));
    }

    private static JsonObject Sorted(IReadOnlyDictionary<string, string> values) =>
        new(values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => KeyValuePair.Create<string, JsonNode?>(v.Key, v.Value)));
}
