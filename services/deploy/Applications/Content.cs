using System.Text;
using Platform.Oam;

namespace Platform.Deploy.Applications;

/// <summary>What an application says, whatever way it is written: the same content is the same revision.</summary>
internal static class Content
{
    /// <summary>SHA-256 over the document, what came with it in the file, the package it was resolved to, the installed definitions it uses, and what was fetched that changes.</summary>
    public static string DigestOf(Application application, string? packageDigest, IReadOnlyDictionary<string, long> definitions, IEnumerable<KeyValuePair<Need, Answer>> fetched)
    {
        var documents = new[] { application.ToJson() }
            .Concat(application.ExternalPolicies.Select(policy => policy.Source.ToJson()))
            .Concat(application.ExternalWorkflows.Select(workflow => workflow.Source.ToJson()))
            .Concat(application.Objects.Select(item => item.ToJson()));
        var text = new StringBuilder(packageDigest ?? "");
        foreach (var document in documents)
            text.Append('\n').Append(CanonicalJson.Write(document));
        foreach (var (id, revision) in definitions.OrderBy(pin => pin.Key, StringComparer.Ordinal))
            text.Append('\n').Append(id).Append(' ').Append(revision);
        foreach (var (need, answer) in fetched)
            text.Append('\n').Append(need.Key).Append(' ').Append(CanonicalJson.Write(answer.Value));
        return CanonicalJson.DigestOf(text.ToString());
    }
}
