using System.Text.Json;
using System.Text.RegularExpressions;
using Platform.Hosting;
using Platform.Kubernetes;

namespace Platform.Deploy.Clusters;

/// <summary>What is wrong with a request to register a cluster.</summary>
internal static partial class ClusterChecks
{
    /// <summary>What was got may be changed and put back, so nothing that an answer holds is a mistake.</summary>
    private static readonly HashSet<string> Answered =
        new(typeof(ClusterAnswer).GetProperties().Select(member => JsonNamingPolicy.CamelCase.ConvertName(member.Name)), StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<ProblemError> OfName(string name)
    {
        if (!IsDnsLabel(name))
            yield return new("/name", $"'{name}' can't be the name of a cluster: lower-case letters, digits and '-', at most 63, starting and ending with a letter or digit.");
    }

    public static IEnumerable<ProblemError> Of(ClusterRequest request)
    {
        foreach (var (key, value) in request.Labels ?? [])
        {
            if (!IsLabelKey(key))
                yield return new($"/labels/{Escape(key)}", $"'{key}' can't be a label: an optional DNS prefix and '/', then at most 63 letters, digits, '-', '_' and '.'.");
            if (!LabelValue().IsMatch(value ?? "") || value?.Length > 63)
                yield return new($"/labels/{Escape(key)}", $"'{value}' can't be the value of a label: at most 63 letters, digits, '-', '_' and '.', starting and ending with a letter or digit.");
        }

        if (request.NamespaceDefault is { } ns && !IsDnsLabel(ns))
            yield return new("/namespaceDefault", $"'{ns}' can't be a namespace: lower-case letters, digits and '-', at most 63.");
        foreach (var name in request.Others.Keys.Where(name => !Answered.Contains(name)))
            yield return new($"/{Escape(name)}", $"A cluster has no '{name}'; it has kubeconfig, labels, parameters, namespaceDefault and default.");
    }

    public static IEnumerable<ProblemError> Of(KubeconfigReading reading) =>
        reading.Faults.Select(fault => new ProblemError("/kubeconfig" + fault.Path, fault.Line, fault.Column, fault.Detail));

    public static bool IsDnsLabel(string name) => name.Length <= 63 && DnsLabel().IsMatch(name);

    private static bool IsLabelKey(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        var name = key[(slash + 1)..];
        return (slash < 0 || (slash is > 0 and <= 253 && DnsSubdomain().IsMatch(key[..slash]))) && name.Length is > 0 and <= 63 && LabelValue().IsMatch(name);
    }

    private static string Escape(string key) => key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex DnsLabel();

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex DnsSubdomain();

    [GeneratedRegex(@"\A([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?\z")]
    private static partial Regex LabelValue();
}
