using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Sandbox.Store;

/// <summary>
/// Objects as JSON text. Each thread writes into a buffer of its own, again and again: writing is what a cluster does most, and most texts
/// are only compared or hashed.
/// </summary>
internal static class ObjectText
{
    /// <summary>A buffer that one huge object made larger isn't kept.</summary>
    private const int Kept = 1 << 20;

    private static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? s_writer;

    /// <summary>The value as it is; holds until this thread writes the next.</summary>
    public static ReadOnlySpan<byte> Of(JsonNode? value)
    {
        var writer = Begin();
        if (value is null) writer.WriteNullValue();
        else value.WriteTo(writer);
        return End(writer);
    }

    /// <summary>An object as the server orders it: kind, version, metadata, the rest. Holds until this thread writes the next.</summary>
    public static ReadOnlySpan<byte> OfObject(JsonObject json)
    {
        var writer = Begin();
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
        return End(writer);
    }

    /// <summary>The value with the fields of every map in order, so that equal values have one text. Holds until this thread writes the next.</summary>
    public static ReadOnlySpan<byte> Sorted(JsonNode? value)
    {
        var writer = Begin();
        WriteSorted(writer, value);
        return End(writer);
    }

    private static void WriteSorted(Utf8JsonWriter writer, JsonNode? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case JsonObject map:
                writer.WriteStartObject();
                foreach (var (name, below) in map.OrderBy(p => p.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(name);
                    WriteSorted(writer, below);
                }
                writer.WriteEndObject();
                break;
            case JsonArray list:
                writer.WriteStartArray();
                foreach (var item in list) WriteSorted(writer, item);
                writer.WriteEndArray();
                break;
            default: value.WriteTo(writer); break;
        }
    }

    private static Utf8JsonWriter Begin()
    {
        if (s_buffer is not { Capacity: <= Kept } || s_writer is null)
        {
            s_buffer = new ArrayBufferWriter<byte>(4096);
            s_writer = new Utf8JsonWriter(s_buffer, Options);
            return s_writer;
        }
        s_buffer.ResetWrittenCount();
        s_writer.Reset();
        return s_writer;
    }

    private static ReadOnlySpan<byte> End(Utf8JsonWriter writer)
    {
        writer.Flush();
        return s_buffer!.WrittenSpan;
    }
}
