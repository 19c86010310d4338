using System.Security.Cryptography;
using System.Text;
using YamlDotNet.RepresentationModel;

namespace Platform.Kubernetes;

/// <summary>A mapping inside a kubeconfig, with its path, so that every fault says where.</summary>
internal sealed class KubeconfigSection(string path, YamlMappingNode node, List<KubeconfigFault> faults)
{
    public void Fault(string key, string detail)
    {
        var at = key.Length > 0 ? node.Children.Keys.FirstOrDefault(k => k is YamlScalarNode s && s.Value == key) ?? node : node;
        faults.Add(new(key.Length > 0 ? $"{path}/{key}" : path, (int)at.Start.Line, (int)at.Start.Column, detail));
    }

    public string? Text(string key)
    {
        switch (Child(key))
        {
            case null:
                return null;
            case YamlScalarNode scalar:
                return scalar.Value;
            default:
                Fault(key, "is not a text");
                return null;
        }
    }

    public string? Required(string key)
    {
        var text = Text(key);
        if (string.IsNullOrEmpty(text))
            Fault(key, "is missing");
        return text;
    }

    public bool Flag(string key) => Text(key) is "true" or "True" or "TRUE" or "yes" or "on" or "y";

    public void Refuse(string key, string detail)
    {
        if (Child(key) is { } child && child is not YamlScalarNode { Value: null or "" or "null" or "~" })
            Fault(key, detail);
    }

    /// <summary>Base64 of PEM blocks that hold at least one of the wanted kind.</summary>
    public string? Pem(string key, string label)
    {
        if (Text(key) is not { Length: > 0 } text)
            return null;
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var written))
        {
            Fault(key, "is not base64");
            return null;
        }
        var pem = Encoding.UTF8.GetString(bytes, 0, written);
        for (var rest = pem.AsSpan(); PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
            if (rest[fields.Label].EndsWith(label, StringComparison.Ordinal))
                return pem;
        Fault(key, $"holds no PEM block of a {label.ToLowerInvariant()}");
        return null;
    }

    public IReadOnlyList<string> Names(string list) =>
        [.. Items(list).Select(i => i.Item.Children.TryGetValue("name", out var name) ? (name as YamlScalarNode)?.Value : null).OfType<string>()];

    /// <summary>The entry called <paramref name="name"/> of a list of {name, what}; <paramref name="referrer"/> is where the name stands.</summary>
    public KubeconfigSection? Named(string list, string what, string? name, KubeconfigSection referrer, string? referrerKey = null)
    {
        if (string.IsNullOrEmpty(name))
            return null;
        var found = Items(list).Where(i => i.Item.Children.TryGetValue("name", out var n) && (n as YamlScalarNode)?.Value == name).ToList();
        if (found.Count == 1 && found[0].Item.Children.TryGetValue(what, out var value) && value is YamlMappingNode mapping)
            return new KubeconfigSection($"{path}/{list}/{found[0].Index}/{what}", mapping, faults);
        if (found.Count == 0)
            referrer.Fault(referrerKey ?? what, $"names '{name}', which is not in {list} ({string.Join(", ", Names(list))})");
        else if (found.Count > 1)
            Fault(list, $"has '{name}' more than once");
        else
            faults.Add(new($"{path}/{list}/{found[0].Index}/{what}", (int)found[0].Item.Start.Line, (int)found[0].Item.Start.Column, "is missing or not a mapping"));
        return null;
    }

    private IEnumerable<(int Index, YamlMappingNode Item)> Items(string list) =>
        Child(list) is YamlSequenceNode sequence
            ? sequence.Children.Select((item, index) => (index, item)).Where(i => i.item is YamlMappingNode).Select(i => (i.index, (YamlMappingNode)i.item))
            : [];

    private YamlNode? Child(string key) => node.Children.TryGetValue(key, out var child) ? child : null;
}
