using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platform.Oci;

/// <summary>
/// JSON of the OCI documents. Writing is deterministic (properties in declared order, annotations sorted, no white space), since the
/// digest of what is written is its name.
/// </summary>
public static class OciJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Media types hold '+', which the default encoder escapes.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 32,
    };

    /// <summary>The bytes of a document.</summary>
    public static byte[] Write<T>(T document) => JsonSerializer.SerializeToUtf8Bytes(document, Options);

    /// <summary>Reads a document; throws <see cref="OciException"/> (<see cref="OciError.Corrupt"/>) when it is none.</summary>
    public static T Read<T>(ReadOnlySpan<byte> content)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(content, Options) ?? throw new JsonException("The document is null.");
        }
        catch (JsonException e)
        {
            throw new OciException(OciError.Corrupt, $"The {typeof(T).Name} cannot be read: {e.Message}", e);
        }
    }
}
