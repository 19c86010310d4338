using System.Text;
using Platform.YamlParsing;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Platform.Kubernetes;

/// <summary>Loads the YAML of a kubeconfig within limits: size, depth, one document, no aliases (an alias bomb has nothing to work with).</summary>
internal static class KubeconfigYaml
{
    private const int MaxDepth = 32;

    public static YamlMappingNode? Load(string yaml, int maxBytes, List<KubeconfigFault> faults)
    {
        if (Encoding.UTF8.GetByteCount(yaml) > maxBytes)
        {
            faults.Add(new("", null, null, $"is larger than {maxBytes / 1024} KiB; give a kubeconfig with the one cluster's access only"));
            return null;
        }
        try
        {
            if (Refusal(yaml) is { } refusal)
            {
                faults.Add(refusal);
                return null;
            }
            var stream = new YamlStream();
            stream.Load(new YamlParser(new StringReader(yaml)));
            if (stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root)
                return root;
            faults.Add(new("", null, null, "is not a kubeconfig; a mapping with clusters, users, contexts and current-context was expected"));
        }
        catch (YamlException e)
        {
            faults.Add(new("", (int)e.Start.Line, (int)e.Start.Column, "is not YAML: " + e.Message));
        }
        return null;
    }

    private static KubeconfigFault? Refusal(string yaml)
    {
        var parser = new YamlParser(new StringReader(yaml));
        var depth = 0;
        while (parser.MoveNext())
        {
            if (parser.Current is not { } current)
                continue;
            depth += current.NestingIncrease;
            if (current is AnchorAlias)
                return At(current, "uses a YAML alias; write the value out");
            if (depth > MaxDepth)
                return At(current, "is nested too deeply for a kubeconfig");
        }
        return null;
    }

    private static KubeconfigFault At(ParsingEvent current, string detail) =>
        new("", (int)current.Start.Line, (int)current.Start.Column, detail);
}
