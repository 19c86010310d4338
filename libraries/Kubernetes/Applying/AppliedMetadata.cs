using System.Text.Json;

namespace Platform.Kubernetes;

/// <summary>The few fields an apply's answer is read for, without building the rest of it.</summary>
internal readonly record struct AppliedMetadata(string Uid, string ResourceVersion, long Generation)
{
    public static AppliedMetadata Read(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return new("", "", 0);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var metadata = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            if (metadata && reader.TokenType == JsonTokenType.StartObject)
                return ReadMetadata(ref reader);
            reader.Skip();
        }
        return new("", "", 0);
    }

    private static AppliedMetadata ReadMetadata(ref Utf8JsonReader reader)
    {
        string uid = "", version = "";
        long generation = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("uid"u8) && reader.Read())
                uid = reader.GetString() ?? "";
            else if (reader.ValueTextEquals("resourceVersion"u8) && reader.Read())
                version = reader.GetString() ?? "";
            else if (reader.ValueTextEquals("generation"u8) && reader.Read())
                generation = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var g) ? g : 0;
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
        return new(uid, version, generation);
    }
}
