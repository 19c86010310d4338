using System.Text.Json.Nodes;

namespace Platform.Oam;

/// <summary>
/// Something a rendering depends on and may not fetch itself: a rendered chart, an object of a cluster. Whoever plans fetches it,
/// puts the <see cref="Answer"/> into the <see cref="Snapshot"/> and renders again.
/// </summary>
public sealed class Need : IEquatable<Need>
{
    private Need(string kind, JsonObject parameters, string key) => (Kind, Parameters, Key) = (kind, parameters, key);

    /// <summary>What is needed: one of <see cref="NeedKinds"/>.</summary>
    public string Kind { get; }

    /// <summary>Everything the answer depends on. Not to be changed.</summary>
    public JsonObject Parameters { get; }

    /// <summary>Digest of kind and parameters, <c>sha256:…</c>: the same need of any cluster has the same key.</summary>
    public string Key { get; }

    /// <summary>A need; members that are null are left out.</summary>
    public static Need Of(string kind, params ReadOnlySpan<(string Name, JsonNode? Value)> parameters)
    {
        var given = new JsonObject();
        foreach (var (name, value) in parameters)
        {
            if (value is not null) given[name] = value.Parent is null ? value : value.DeepClone();
        }

        return new(kind, given, CanonicalJson.DigestOf($"{kind}\n{CanonicalJson.Write(given)}"));
    }

    /// <summary>A parameter that is text; null when it isn't there.</summary>
    public string? Text(string name) => Parameters[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <inheritdoc />
    public bool Equals(Need? other) => other is not null && other.Key == Key;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Need);

    /// <inheritdoc />
    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc />
    public override string ToString() => $"{Kind} {CanonicalJson.Write(Parameters)}";
}
