using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Sandbox.Api;
using Platform.Sandbox.Controllers;
using Platform.Sandbox.Kinds;

namespace Platform.Sandbox.Store;

/// <summary>
/// One version of one object: its JSON as it is answered, and what selection and garbage collection need without parsing it.
/// Immutable; shared by the store, the watch history and every answer.
/// </summary>
internal sealed class StoredObject
{
    /// <summary>The JSON taken apart, while it was read recently. It never changes, so that all copies are made of one.</summary>
    private volatile StrongBox<JsonElement>? _text;

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
        IsReady = json.IsTrue("Ready");
        HasAddress = json["status"]?["podIP"] is not null;
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

    /// <summary>A Pod with the condition Ready.</summary>
    public bool IsReady { get; }

    /// <summary>A Pod that has been given its address.</summary>
    public bool HasAddress { get; }

    /// <summary>A Pod whose containers have ended for good.</summary>
    public bool IsFinished => Phase is "Succeeded" or "Failed";

    /// <summary>Some controller manages the object.</summary>
    public bool IsControlled => Owners.Any(o => o.Controls);

    /// <summary>The object as UTF-8 JSON.</summary>
    public byte[] Bytes { get; }

    /// <summary>A copy to read and to change.</summary>
    public JsonObject Parse()
    {
        var text = _text ?? ReadText();
        return JsonObject.Create(text.Value)!;
    }

    private StrongBox<JsonElement> ReadText()
    {
        var reader = new Utf8JsonReader(Bytes, new JsonReaderOptions { MaxDepth = JsonText.MaximumDepth });
        var text = new StrongBox<JsonElement>(JsonElement.ParseValue(ref reader));
        if (Bytes.Length <= RecentlyRead.LargestKept)
        {
            _text = text;
            RecentlyRead.Add(this);
        }
        return text;
    }

    /// <summary>Lets go of what was read.</summary>
    public void ForgetText() => _text = null;

    /// <summary>Stamps the version into the object and freezes it.</summary>
    public static StoredObject Create(Kind kind, JsonObject json, long version)
    {
        json["metadata"]!["resourceVersion"] = version.ToString();
        return new StoredObject(kind, json, version, WriteObject(json));
    }

    /// <summary>The bytes after the kind and version, which items of lists don't repeat; begins with a comma or the closing brace.</summary>
    public ReadOnlySpan<byte> WithoutEnvelope => Bytes.AsSpan(EnvelopeLength(Kind));

    private static int EnvelopeLength(Kind kind) => "{\"kind\":\"\",\"apiVersion\":\"\"".Length + kind.Name.Length + kind.ApiVersion.Length;

    /// <summary>Writes an object as the server orders it.</summary>
    public static byte[] WriteObject(JsonObject json) => ObjectText.OfObject(json).ToArray();

    /// <summary>Reads an object back from a snapshot.</summary>
    public static StoredObject Load(Kind kind, byte[] bytes)
    {
        var json = (JsonObject)JsonNode.Parse(bytes)!;
        return new StoredObject(kind, json, long.Parse((string)json["metadata"]!["resourceVersion"]!), bytes);
    }

    public static byte[] Write(JsonNode json) => ObjectText.Of(json).ToArray();

    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    private static IReadOnlyDictionary<string, string> Map(JsonObject? labels) =>
        labels is null or { Count: 0 } ? None : labels.ToDictionary(l => l.Key, l => l.Value?.GetValue<string>() ?? "");
}
