using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Sandbox.Kinds;

namespace Platform.Sandbox.Store;

/// <summary>
/// One version of one object: its JSON as it is answered, and what selection and garbage collection need without parsing it.
/// Immutable; shared by the store, the watch history and every answer.
/// </summary>
internal sealed class StoredObject
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private StoredObject(Kind kind, JsonObject json, long version, byte[] bytes)
    {
        Kind = kind;
        Bytes = bytes;
        ResourceVersion = version;
        var meta = (JsonObject)json["metadata"]!;
        Name = (string)meta["name"]!;
        Namespace = (string?)meta["namespace"] ?? "";
        Uid = (string?)meta["uid"] ?? "";
        Deleting = meta.ContainsKey("deletionTimestamp");
        Labels = Map(meta["labels"] as JsonObject);
        Owners = Owner.Of(meta["ownerReferences"]);
        Generation = meta["generation"] is JsonValue number ? number.TryGetValue<long>(out var wide) ? wide : number.GetValue<int>() : 0;
        if (!kind.Is("", "Pod")) return;
        NodeName = (string?)json["spec"]?["nodeName"] is { Length: > 0 } node ? node : null;
        Phase = (string?)json["status"]?["phase"];
    }

    public Kind Kind { get; }
    public string Namespace { get; }
    public string Name { get; }
    public string Uid { get; }
    public long ResourceVersion { get; }
    public bool Deleting { get; }
    public IReadOnlyDictionary<string, string> Labels { get; }
    public IReadOnlyList<Owner> Owners { get; }

    public long Generation { get; }

    /// <summary>Where a Pod runs; null for one that isn't scheduled and for other kinds.</summary>
    public string? NodeName { get; }

    /// <summary>The phase of a Pod; null for other kinds.</summary>
    public string? Phase { get; }

    /// <summary>A Pod whose containers have ended for good.</summary>
    public bool IsFinished => Phase is "Succeeded" or "Failed";

    /// <summary>Some controller manages the object.</summary>
    public bool IsControlled => Owners.Any(o => o.Controls);

    /// <summary>The object as UTF-8 JSON.</summary>
    public byte[] Bytes { get; }

    public JsonObject Parse() => (JsonObject)JsonNode.Parse(Bytes)!;

    /// <summary>Stamps the version into the object and freezes it.</summary>
    public static StoredObject Create(Kind kind, JsonObject json, long version)
    {
        json["metadata"]!["resourceVersion"] = version.ToString();
        return new StoredObject(kind, json, version, WriteObject(json));
    }

    /// <summary>The bytes after the kind and version, which items of lists don't repeat; begins with a comma or the closing brace.</summary>
    public ReadOnlySpan<byte> WithoutEnvelope => Bytes.AsSpan(EnvelopeLength(Kind));

    private static int EnvelopeLength(Kind kind) => "{\"kind\":\"\",\"apiVersion\":\"\"".Length + kind.Name.Length + kind.ApiVersion.Length;

    /// <summary>Writes an object as the server orders it: kind, version, metadata, the rest.</summary>
    public static byte[] WriteObject(JsonObject json)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", (string?)json["kind"]);
            writer.WriteString("apiVersion", (string?)json["apiVersion"]);
            writer.WritePropertyName("metadata");
            json["metadata"]!.WriteTo(writer);
            foreach (var (name, value) in json)
            {
                if (name is "kind" or "apiVersion" or "metadata") continue;
                writer.WritePropertyName(name);
                if (value is null) writer.WriteNullValue();
                else value.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads an object back from a snapshot.</summary>
    public static StoredObject Load(Kind kind, byte[] bytes)
    {
        var json = (JsonObject)JsonNode.Parse(bytes)!;
        return new StoredObject(kind, json, long.Parse((string)json["metadata"]!["resourceVersion"]!), bytes);
    }

    public static byte[] Write(JsonNode json)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(buffer, Writing)) json.WriteTo(writer);
        return buffer.WrittenSpan.ToArray();
    }

    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    private static IReadOnlyDictionary<string, string> Map(JsonObject? labels) =>
        labels is null or { Count: 0 } ? None : labels.ToDictionary(l => l.Key, l => l.Value?.GetValue<string>() ?? "");
}
