using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Platform.Oam;

namespace Platform.Deploy.Applications;

/// <summary>What an application says, whatever way it is written: the same content is the same revision.</summary>
internal static class Content
{
    /// <summary>SHA-256 over the document, what came with it in the file, and the package it was resolved to.</summary>
    public static string DigestOf(Application application, string? packageDigest)
    {
        var documents = new[] { application.ToJson() }
            .Concat(application.ExternalPolicies.Select(policy => policy.Source.ToJson()))
            .Concat(application.ExternalWorkflows.Select(workflow => workflow.Source.ToJson()))
            .Concat(application.Objects.Select(item => item.ToJson()));
        var text = new StringBuilder(packageDigest ?? "");
        foreach (var document in documents)
            text.Append('\n').Append(Canonical(document)?.ToJsonString());
        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Keys in order, so that a document written in another order is the same.</summary>
    private static JsonNode? Canonical(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Canonical(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Canonical)]),
        _ => node?.DeepClone(),
    };
}
