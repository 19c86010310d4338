using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Platform.Storage;

/// <summary>
/// The shape documents are kept in: camelCase, enums by name, times in UTC with a fixed width so that their text orders as they do.
/// A time keeps its instant, not its offset.
/// </summary>
public static class DocumentJson
{
    /// <summary>The serializer's settings, read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    internal static byte[] Serialize<T>(T document) => JsonSerializer.SerializeToUtf8Bytes(document, Options);

    internal static T? Deserialize<T>(ReadOnlySpan<byte> body) => JsonSerializer.Deserialize<T>(body, Options);

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            // Read by operators in a database shell, never put into a web page.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            MaxDepth = 128,
            Converters = { new EnumNames(), new UtcTime() },
        };
        options.MakeReadOnly();
        return options;
    }
}
