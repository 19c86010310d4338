using Platform.Health;

namespace Platform.Deploy.Planning;

/// <summary>The fields an object of a plan fixes: all it has, but those that an autoscaler or, by a policy, others may set.</summary>
internal static class FixedFields
{
    public static RenderedFields Of(PlannedObject item)
    {
        IReadOnlyList<string> once = [.. (item.Handling?.Once ?? []).Select(StemOf)];
        return RenderedFields.Of(item.Manifest, path => (item.Scaled && path.Text == "/spec/replicas") || (once.Count > 0 && IsWithin(path.ToString(), once)));
    }

    /// <summary>Elements of lists are counted in policies and named here: what a list holds is left out as a whole.</summary>
    private static string StemOf(string path) => path.TrimStart('.').Split('[')[0];

    private static bool IsWithin(string path, IEnumerable<string> stems) =>
        stems.Any(stem => path.StartsWith(stem, StringComparison.Ordinal) && (path.Length == stem.Length || path[stem.Length] is '.' or '['));
}
