using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Platform.Hosting;
using Platform.Oci;
using Platform.Package.Tags;
using Semver;

namespace Platform.Package.Packaging;

/// <summary>The wish for a package: its version and labels, names that shall lead to it, and whether to build what an equal build exists of.</summary>
internal sealed partial record PackageRequest(string Version, IReadOnlyDictionary<string, string> Labels, IReadOnlyList<string> Tags, bool Force)
{
    /// <summary>The request, or null with at least one fault.</summary>
    internal static (PackageRequest? Request, IReadOnlyList<ProblemError> Faults) Read(JsonNode? body)
    {
        if (body is not JsonObject given)
            return (null, [new ProblemError("", "A request for a package is an object: {version: 1.4.0, labels: {…}}.")]);

        var faults = new List<ProblemError>();
        var version = VersionOf(given["version"], faults);
        var labels = LabelsOf(given["labels"], faults);
        var tags = TagsOf(given["tags"], faults);
        var force = ForceOf(given["force"], faults);
        faults.AddRange(given.Where(p => p.Key is not ("version" or "labels" or "tags" or "force")).Select(p => new ProblemError(
            $"/{p.Key}", $"A request for a package has no '{p.Key}'; it has version, labels, tags and force.")));
        return faults.Count == 0 ? (new PackageRequest(version, labels, tags, force), []) : (null, faults);
    }

    private static string VersionOf(JsonNode? node, List<ProblemError> faults)
    {
        if (node is not JsonValue value || !value.TryGetValue<string>(out var text))
            faults.Add(new ProblemError("/version", node is null
                ? "The version is missing, e.g. 1.4.0."
                : $"The version is text, such as \"1.4.0\"; {node.ToJsonString()} is not."));
        else if (!SemVersion.TryParse(text, SemVersionStyles.Strict, out _))
            faults.Add(new ProblemError("/version", $"'{text}' is not a semantic version: MAJOR.MINOR.PATCH with optional -pre.release and +build, e.g. 1.4.0."));
        else if (!OciNames.IsTag(OciNames.TagOf(text)))
            faults.Add(new ProblemError("/version", "The version is longer than the 128 characters a tag may have."));
        else
            return text;
        return "";
    }

    private static Dictionary<string, string> LabelsOf(JsonNode? node, List<ProblemError> faults)
    {
        var labels = new Dictionary<string, string>();
        if (node is not null and not JsonObject)
            faults.Add(new ProblemError("/labels", "Labels are an object of texts, e.g. {team: shop}."));

        foreach (var (key, value) in node as JsonObject ?? [])
        {
            if (!LabelKey().IsMatch(key))
                faults.Add(new ProblemError($"/labels/{key}", $"'{key}' is not a label: letters, digits, - _ . and at most 63 characters, with an optional prefix and /."));
            else if (value is not JsonValue given || !given.TryGetValue<string>(out var text) || !LabelValue().IsMatch(text))
                faults.Add(new ProblemError($"/labels/{key}", "A label's value is text of at most 63 letters, digits, - _ and ."));
            else
                labels[key] = text;
        }

        return labels;
    }

    private static List<string> TagsOf(JsonNode? node, List<ProblemError> faults)
    {
        var tags = new List<string>();
        if (node is not null and not JsonArray)
            faults.Add(new ProblemError("/tags", "Tags are a list of names, e.g. [latest]."));
        foreach (var (index, item) in (node as JsonArray ?? []).Index())
        {
            if (item is not JsonValue value || !value.TryGetValue<string>(out var tag))
                faults.Add(new ProblemError($"/tags/{index}", "A tag is text, e.g. latest."));
            else if (PackageTags.Fault(tag) is { } fault)
                faults.Add(new ProblemError($"/tags/{index}", fault));
            else
                tags.Add(tag);
        }

        return [.. tags.Distinct()];
    }

    private static bool ForceOf(JsonNode? node, List<ProblemError> faults)
    {
        if (node is null)
            return false;
        if (node is JsonValue value && value.TryGetValue<bool>(out var force))
            return force;
        faults.Add(new ProblemError("/force", "'force' is true or false."));
        return false;
    }

    [GeneratedRegex(@"\A([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?\z")]
    private static partial Regex LabelKey();

    [GeneratedRegex(@"\A([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?\z")]
    private static partial Regex LabelValue();
}
