using System.Text.Json.Nodes;

namespace Platform.Deploy.DryRuns;

/// <summary>Objects as they are shown to people: values of Secrets are nobody's to see.</summary>
internal static class Masking
{
    private const string Hidden = "***";
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";
    private static readonly string[] Places = ["data", "stringData"];

    /// <summary>The object itself, or a copy with every value of a Secret hidden.</summary>
    public static JsonObject Of(JsonObject manifest)
    {
        if (!IsSecret(manifest))
            return manifest;
        var shown = (JsonObject)manifest.DeepClone();
        foreach (var place in Places)
        {
            if (shown[place] is JsonObject values)
                shown[place] = new JsonObject(values.Select(value => KeyValuePair.Create(value.Key, (JsonNode?)Hidden)));
        }

        (shown["metadata"]?["annotations"] as JsonObject)?.Remove(LastApplied);
        return shown;
    }

    /// <summary>A difference; where it would tell a value of a Secret, only that there is one.</summary>
    public static FieldChange Of(JsonObject manifest, FieldChange change) =>
        IsSecret(manifest) && (Places.Any(place => change.Path.StartsWith($".{place}", StringComparison.Ordinal)) || change.Path.Contains(LastApplied, StringComparison.Ordinal))
            ? new(change.Path, change.Live is null ? null : Hidden, change.Wanted is null ? null : Hidden)
            : change;

    private static bool IsSecret(JsonObject manifest) => $"{manifest["kind"]}" == "Secret";
}
