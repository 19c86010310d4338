using System.Text.Json.Nodes;

namespace Platform.Deploy.DryRuns;

/// <summary>Objects as they are shown to people: values of Secrets are nobody's to see.</summary>
internal static class Masking
{
    private const string Hidden = "***";
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>The object itself, or a copy with every value of a Secret hidden.</summary>
    public static JsonObject Of(JsonObject manifest)
    {
        if ($"{manifest["kind"]}" != "Secret")
            return manifest;
        var shown = (JsonObject)manifest.DeepClone();
        foreach (var place in (string[])["data", "stringData"])
        {
            if (shown[place] is JsonObject values)
                shown[place] = new JsonObject(values.Select(value => KeyValuePair.Create(value.Key, (JsonNode?)Hidden)));
        }

        (shown["metadata"]?["annotations"] as JsonObject)?.Remove(LastApplied);
        return shown;
    }
}
