using System.Text.Json.Nodes;
using Platform.Contracts.Build.V1;

namespace Platform.Package.Sources.Views;

/// <summary>Configuration as answered: of a Secret only which keys are set. Files that stood in the request are keys like the others.</summary>
internal sealed record ConfigView(JsonObject? Values, TreeView? From, bool Secret)
{
    internal static ConfigView Of(ConfigSource config, SourceSecrets secrets)
    {
        var values = config.Secret
            ? config.ValueDigests.Keys.Select(key => KeyValuePair.Create(key, (JsonNode?)new JsonObject { ["kept"] = true }))
            : config.Values.Select(value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value));
        var keys = new JsonObject(values.OrderBy(v => v.Key, StringComparer.Ordinal));
        return new ConfigView(keys.Count == 0 ? null : keys, config.Files is { } from ? TreeView.Of(from, secrets) : null, config.Secret);
    }
}
