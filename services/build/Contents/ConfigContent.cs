using System.Text;
using System.Text.Json.Nodes;
using Platform.Build.Tasks;
using Platform.Contracts.Build.V1;
using Platform.Hosting;
using Platform.Oci;

namespace Platform.Build.Contents;

/// <summary>
/// Configuration: one ConfigMap or Secret named after the component, with the values of the source and the files of its directory. The
/// values of a Secret are encrypted one by one, in such a way that equal values give equal bytes.
/// </summary>
internal sealed class ConfigContent(SourceTrees trees, TreeFiles files, MasterKey key)
{
    // What the API server takes of a ConfigMap or Secret.
    private const int MaxBytes = 1024 * 1024;

    internal async Task<ComponentContent> GetAsync(BuildJob job, ConfigSource source, CancellationToken ct)
    {
        var values = (source.Secret ? job.Secrets.ConfigValues : source.Values).ToDictionary(v => v.Key, v => Encoding.UTF8.GetBytes(v.Value));
        IReadOnlyList<ProvenanceMaterial> materials = [];
        if (source.Files is { } directory)
            materials = await AddFilesAsync(job, directory, values, ct);
        if (values.Values.Sum(v => (long)v.Length) > MaxBytes)
            throw new BuildFailedException($"The configuration has more than {MaxBytes} bytes, which is what a ConfigMap or Secret may hold.");

        var manifest = source.Secret ? Secret(job.Task.Component, values) : ConfigMap(job.Task.Component, values);
        await job.Log.WriteAsync($"{manifest["kind"]} with {values.Count} keys", ct);
        // JSON is YAML, and has one way to write it.
        return new ComponentContent
        {
            MediaType = PackageNames.ConfigContent,
            Bytes = Encoding.UTF8.GetBytes(CanonicalJson.Write(manifest) + "\n"),
            Materials = materials,
        };
    }

    private async Task<IReadOnlyList<ProvenanceMaterial>> AddFilesAsync(
        BuildJob job, TreeSource directory, Dictionary<string, byte[]> values, CancellationToken ct)
    {
        var tree = await trees.GetAsync(job, directory, ct);
        foreach (var file in await files.ReadAsync(tree.Folder, tree.Folder, ct))
        {
            if (file.Path.Contains('/', StringComparison.Ordinal))
                continue;
            if (file.Path.Length > 253 || !file.Path.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
                throw new BuildFailedException($"The file '{file.Path}' cannot be a key: letters, digits, - _ and . make one.");
            if (!values.TryAdd(file.Path, file.Content.ToArray()))
                throw new BuildFailedException($"The key {file.Path} is both a value of the source and a file of the directory.");
        }

        return tree.Materials;
    }

    private static JsonObject ConfigMap(string name, Dictionary<string, byte[]> values)
    {
        var (data, binary) = (new JsonObject(), new JsonObject());
        foreach (var (valueKey, bytes) in values)
        {
            if (IsText(bytes))
                data[valueKey] = Encoding.UTF8.GetString(bytes);
            else
                binary[valueKey] = Convert.ToBase64String(bytes);
        }

        var map = Object("ConfigMap", name);
        if (data.Count > 0)
            map["data"] = data;
        if (binary.Count > 0)
            map["binaryData"] = binary;
        return map;
    }

    private JsonObject Secret(string name, Dictionary<string, byte[]> values)
    {
        var secret = Object("Secret", name);
        secret["type"] = "Opaque";
        secret["stringData"] = new JsonObject(values.Select(v =>
            KeyValuePair.Create(v.Key, (JsonNode?)key.EncryptRepeatably(v.Value, SourceSecrets.Purpose))));
        return secret;
    }

    private static JsonObject Object(string kind, string name) =>
        new() { ["apiVersion"] = "v1", ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = name } };

    private static bool IsText(byte[] bytes)
    {
        try
        {
            return !new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).Contains('\0', StringComparison.Ordinal);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
