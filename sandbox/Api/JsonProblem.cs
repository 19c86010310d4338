using System.Text.Json;

namespace Platform.Sandbox.Api;

/// <summary>What is wrong with malformed JSON, as Go's decoder says it.</summary>
internal static class JsonProblem
{
    public static string Of(JsonException problem, byte[] json)
    {
        var at = Position(problem, json);
        // Where a comma ends the text, the comma is blamed here.
        if (at >= json.Length || json[at] == ',' && json.AsSpan(at + 1).Trim(" \t\r\n"u8).IsEmpty) return "unexpected end of JSON input";
        var character = json[at] is >= 0x20 and < 0x7f and not (byte)'\'' ? $"'{(char)json[at]}'" : json[at] == '\'' ? "'\\''" : $"'\\x{json[at]:x2}'";
        return $"invalid character {character} {Where(problem.Message)}";
    }

    private static string Where(string message) => message switch
    {
        _ when message.Contains("property name. Expected a '\"'", StringComparison.Ordinal) || message.Contains("object contains a trailing comma", StringComparison.Ordinal) => "looking for beginning of object key string",
        _ when message.Contains("after a property name", StringComparison.Ordinal) => "after object key",
        _ when message.Contains("after a single JSON value", StringComparison.Ordinal) || message.Contains("top-level", StringComparison.Ordinal) => "after top-level value",
        _ when message.Contains("after a value", StringComparison.Ordinal) => "after object key:value pair",
        _ => "looking for beginning of value",
    };

    private static int Position(JsonException problem, byte[] json)
    {
        var start = 0;
        for (var line = problem.LineNumber ?? 0; line > 0; line--) start = Array.IndexOf(json, (byte)'\n', start) + 1;
        return start + (int)(problem.BytePositionInLine ?? json.Length);
    }
}
