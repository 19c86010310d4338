using System.Buffers.Text;
using System.Text.Json;

namespace Platform.Storage;

/// <summary>The last document of a page: its id, and its value in the ordering field (unused when the id orders).</summary>
internal sealed record ContinueToken(string Id, object? Value)
{
    /// <summary>Opaque, safe in a query string. It names its order, so that it can't be used with another.</summary>
    public string Write(Field order, bool descending) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes<object?[]>([order.Path, descending, Id, Value]));

    /// <exception cref="ContinueTokenException">Not one of ours, or of another order.</exception>
    public static ContinueToken Read(string token, Field order, bool descending)
    {
        try
        {
            var parts = JsonSerializer.Deserialize<JsonElement[]>(Base64Url.DecodeFromChars(token));
            if (parts is { Length: 4 } && parts[2].ValueKind == JsonValueKind.String)
            {
                return parts[0].GetString() == order.Path && parts[1].GetBoolean() == descending
                    ? new ContinueToken(parts[2].GetString()!, StoredValue.Of(parts[3]))
                    : throw new ContinueTokenException("The continue token belongs to a list in another order.");
            }
        }
        catch (Exception e) when (e is FormatException or JsonException or ArgumentException or InvalidOperationException)
        {
            // Said below, in the caller's words.
        }

        throw new ContinueTokenException("The continue token is not valid: use the one of the previous page as it is.");
    }
}
