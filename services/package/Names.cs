using System.Text.RegularExpressions;
using Platform.Hosting;

namespace Platform.Package;

/// <summary>Names of namespaces, applications and components: DNS labels (RFC 1123), since they become parts of Kubernetes names and routing keys.</summary>
internal static partial class Names
{
    /// <summary>A fault for each of the names that is none.</summary>
    internal static IEnumerable<ProblemError> Faults(params (string Path, string Name)[] names) =>
        names.Where(n => !IsLabel(n.Name)).Select(n => new ProblemError(
            n.Path, $"'{n.Name}' is not a name: lower-case letters, digits and -, beginning and ending with a letter or digit, at most 63 characters."));

    internal static bool IsLabel(string name) => Label().IsMatch(name);

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z")]
    private static partial Regex Label();
}
